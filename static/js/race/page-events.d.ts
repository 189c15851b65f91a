interface PageEvents {
  /** The page plans another race. */
  racechange: [];
  /** A reader wants the same race from its first weights. */
  racerestart: [];
  /** The race is in another state, and `says` so. */
  racestate: [turn: { state: import("./messages").State | "connecting" | "closed"; says: string }];
  /** A picture is wanted of every card, also of those out of sight. */
  racepicture: [];

  /** Other standings are to be shown, or the same in another order: the table and the cards show one moment in one order. */
  raceranking: [];

  racelink: [link: "open" | "closed" | "refused"];
  racestarted: [race: import("./messages").Started];
  raceframe: [frame: import("./messages").Frame];
  racereport: [report: import("./messages").Report];
  raceerror: [refusal: { problem: { detail: string } }];
  /** The server has hung up; where it `returns`, the page connects again by itself. */
  racebye: [parting: { reason: string; returns: boolean }];
}
