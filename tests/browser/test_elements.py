"""Elements of the pages listen while they are on the page, and again when they come back."""

from playwright.sync_api import Page, expect

# what the table of layers marks when a layer is chosen elsewhere, and how often it says that one is chosen in it
ANSWERS = """
table => {
  let announced = 0;
  document.addEventListener("layerselect", () => (announced += 1));
  const buttons = [...table.querySelectorAll("[aria-pressed]")];
  const hears = layer => {
    document.dispatchEvent(new CustomEvent("layerselect", { detail: { layer } }));
    return buttons.findIndex(button => button.ariaPressed === "true");
  };
  const says = layer => {
    const before = announced;
    buttons[layer].click();
    return announced - before;
  };
  const [parent, next] = [table.parentNode, table.nextSibling];
  const comeBack = () => parent.insertBefore(table, next);
  const here = [hears(1), says(0)];
  table.remove();
  const away = [hears(2), says(1)];
  comeBack();
  table.remove();
  comeBack();
  return { here, away, back: [hears(2), says(1)] };
}
"""


def test_an_element_listens_while_it_is_on_the_page_and_never_twice(page: Page) -> None:
    page.goto("/playground")
    health = page.locator("layer-health")
    expect(health.locator("[aria-pressed]")).to_have_count(3)
    assert health.evaluate(ANSWERS) == {"here": [1, 1], "away": [0, 0], "back": [2, 1]}
