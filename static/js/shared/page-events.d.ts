/** What each event of the document tells, as the list of its values: none or one. */
interface PageEvents {
  /** A card of a picker has been chosen. */
  activationpick: [picked: { name: string; title: string; picker: HTMLElement }];
  /** The page's state has changed. */
  statechange: [];
  /** The page's state has come to rest after a change of values. */
  statesettled: [];
  /** Another look at what is shown: the marker has moved. */
  viewchange: [];
  /** Other curves, or another form of what is shown. */
  statestructure: [];

  /** The address has changed, or a reader has gone to another one. */
  addresschange: [];
  /** A reader asks for the figure to fill the screen. */
  presentask: [];
  presentend: [];
  /** The page is shown otherwise: larger or smaller letters, other colours. */
  looks: [];
}
