"""A page in a frame and a page on a whole screen are the same page, of which the address says how it is shown."""

import re

import pytest
from starlette.testclient import TestClient

PAGES = {
    "/": "f=gelu",
    "/exhibits/softmax": "t=2",
    "/playground": "layer=3%3Arelu&lr=0.1",
    "/race": "f=relu&f=tanh&seeds=3",
    "/map": "f=relu&f=tanh&epochs=3",
}
HTML = re.compile(r"<html [^>]*>")


def opening(client: TestClient, address: str, status: int = 200) -> str:
    """The tag with which the page at `address` begins."""
    answer = client.get(address)
    assert answer.status_code == status
    return HTML.findall(answer.text)[0]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_its_state_however_it_is_shown(client: TestClient, path: str) -> None:
    plain = client.get(f"{path}?{PAGES[path]}").text
    assert "data-embed" not in HTML.findall(plain)[0]
    for manner in ("embed", "embed=controls", "present", "embed=numbers,controls&present"):
        shown = client.get(f"{path}?{manner}&{PAGES[path]}")
        assert shown.status_code == 200, manner
        state = re.compile(r'data-(?:query|plan|figure)="[^"]*"')
        assert state.findall(shown.text) == state.findall(plain)


def test_an_embedded_page_says_its_parts_in_their_order(client: TestClient) -> None:
    assert 'data-embed=""' in opening(client, "/?embed")
    assert 'data-embed="controls numbers"' in opening(client, "/race?embed=numbers,controls")
    assert 'data-embed="controls numbers"' in opening(client, "/race?embed=numbers&embed=controls,controls")
    assert "data-present" in opening(client, "/playground?present")
    # a frame does not fill a screen
    assert "data-present" not in opening(client, "/playground?present&embed")


def test_links_of_an_embedded_page_leave_it_and_lead_to_the_whole_of_it(client: TestClient) -> None:
    page = client.get("/exhibits/softmax?embed=numbers&t=2").text
    assert '<base target="_blank">' in page
    assert '<a href="?t=2">Open in Activation Lab</a>' in page
    assert '<base target="_blank">' not in client.get("/exhibits/softmax?t=2").text


def test_a_part_that_there_is_not_is_named_and_the_page_stands(client: TestClient) -> None:
    answer = client.get('/?f=gelu&embed=controls,"><b>')
    assert answer.status_code == 422
    assert "embed names &#34;&gt;&lt;b&gt;, and takes controls and numbers." in answer.text
    assert 'data-embed="controls"' in answer.text
    assert 'data-query="f=gelu"' in answer.text


def test_the_dialog_says_who_may_show_a_page(client: TestClient) -> None:
    assert "Pages of this site alone may show it" in client.get("/").text
