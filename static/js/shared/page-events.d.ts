/** What each event of the document tells, as the list of its values: none or one. */
interface PageEvents {
  /** The page's state has changed. */
  statechange: [];
  /** The page's state has come to rest after a change of values. */
  statesettled: [];
  /** Other curves, or another form of what is shown. */
  statestructure: [];
}
