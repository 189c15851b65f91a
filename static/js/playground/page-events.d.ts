interface PageEvents {
  /** Another plan: the values that a running network takes over, or null where the run starts anew. */
  planchange: [tuning: import("./plan-state.js").Tuning | null];
  layerselect: [spot: { layer: number }];
  unitselect: [spot: import("./graph-layout.js").Spot];

  runlink: [link: "open" | "closed" | "refused"];
  runstarted: [run: import("./messages").Started];
  runframe: [frame: import("./messages").Frame];
  rundiverged: [divergence: import("./messages").Diverged];
  runerror: [refusal: { problem: { detail: string } }];
  /** The server has hung up; where it `returns`, the page connects again by itself. */
  runbye: [parting: { reason: string; returns: boolean }];
}
