/** `<race-form>`: who takes part, and what is to be learned; a change that is valid is another race. */

import { QuestionForm } from "../../shared/question-form.js";
import { changeRace, layersWith, raceQuery, toldOfLayers } from "../state.js";

class RaceForm extends QuestionForm {
  constructor() {
    super({ query: raceQuery, change: changeRace, layersWith, toldOfLayers });
  }

  connectedCallback() {
    super.connectedCallback();
    this.hear("racechange", () => this.fill());
  }
}

customElements.define("race-form", RaceForm);
