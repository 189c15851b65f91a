interface PageEvents {
  /** Another plan: the values that a running network takes over, or null where the run starts anew. */
  planchange: [tuning: import("./plan-state.js").Tuning | null];
  /** Another epoch at which the run stops by itself. */
  stopchange: [];
  /** A layer to look at; `isEnlarged` where a reader wants to see its curve large. */
  layerselect: [spot: { layer: number; isEnlarged?: boolean }];
  /** A reader wants to draw own points, to have them used, or no more of it. */
  draw: [wish: "open" | "use" | "close"];
  /** A reader's own table has been read: samples, the names of their inputs, and what their labels are. */
  tableread: [table: { samples: import("../shared/plan-query.js").Sample[]; columns: string[]; task: string }];
  /** A reader's own points are no longer those of the table. */
  tableleft: [];
  /** A weight of the run is changed by hand. */
  weightedit: [];
  /** A weight that has the focus in its field, or none. */
  weightfocus: [edge: import("./edges.js").EdgeSpot | null];
  /** A unit of the network at which a reader points, or none. */
  unitpoint: [spot: import("./graph-layout.js").Spot | null];
  /** A picture for the pad: how dark each of its pixels is. */
  padfill: [shares: number[]];
  unitselect: [spot: import("./graph-layout.js").Spot];

  /** Another plane that a reader wants to look at. */
  planewish: [view: import("./messages").View];
  /** The grid of the frames to be seen is another. */
  gridshown: [grid: import("./messages").Grid];

  runlink: [link: "open" | "closed" | "refused"];
  runstarted: [run: import("./messages").Started];
  runframe: [frame: import("./messages").Frame];
  /** The frame to be seen: the newest, or one of this run that a reader has gone back to. */
  frameshown: [frame: import("./messages").Frame];
  /** Where the maps of the frames lie that come from now on. */
  rungrid: [grid: import("./messages").Grid];
  runanswer: [answer: import("./messages").Answer];
  rundiverged: [divergence: import("./messages").Diverged];
  runerror: [refusal: { problem: { detail: string } }];
  /** The server has hung up; where it `returns`, the page connects again by itself. */
  runbye: [parting: { reason: string; returns: boolean }];
}
