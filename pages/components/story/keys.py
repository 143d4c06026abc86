"""Handle the keys of the story in the browser: they press the hidden widget that holds the step.

The widget is updated in the browser at once, so three quick presses of a clicker move three steps. A button with a
shortcut would lose presses, since Streamlit merges clicks that arrive before a run begins. Contrast, empty screen and
full screen are handled without the server.

A clicker acts on the window with the focus, which may be that of the notes. From there, the keys are passed on to the
window of the story.
"""

from __future__ import annotations

from html import escape

import streamlit as st

KEYS = r"""
<script>
if (!window.tenOpinionsStory) {
  window.tenOpinionsStory = true;
  const root = document.documentElement, find = selector => document.querySelector(selector);
  const running = () => find(".st-key-story");
  const press = (part, place = 0) => {  // the widget is drawn some time after the first screen
    const found = [...document.querySelectorAll(`.st-key-step [data-testid^="${part}"]`)].at(place);
    if (!found && running()) setTimeout(() => press(part, place), 30);
    if (found && !found.disabled) found.click();
  };
  const go = last => press("stPaginationPage", last ? -1 : 0);
  const next = () => press("stPaginationNext"), back = () => press("stPaginationPrev");
  const contrast = value => { root.dataset.contrast = value; sessionStorage.setItem("ten-opinions-contrast", value); };
  const fill = () => document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen();
  const leave = () => location.assign(find("[data-leave]").dataset.leave);
  const blank = () => root.toggleAttribute("data-blank");
  const shared = {
    ArrowRight: next, ArrowDown: next, PageDown: next, " ": next,
    ArrowLeft: back, ArrowUp: back, PageUp: back, Backspace: back,
    Home: () => go(false), End: () => go(true), b: blank, ".": blank,
    d: () => contrast(root.dataset.contrast === "light" ? "dark" : "light"),
  };
  const does = {...shared, f: fill, Escape: leave};
  const other = new BroadcastChannel("ten-opinions-stage"), stage = () => find("[data-stage]")?.dataset.stage;
  other.onmessage = ({data}) => {
    if (running() && data.stage === stage() && shared[data.key]) { shared[data.key](); again(); }
  };
  contrast(sessionStorage.getItem("ten-opinions-contrast") || "dark");
  document.addEventListener("keydown", event => {
    if (!stage() || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key, known = running() ? does : shared;
    if (!known[key] || (key === " " && event.target.closest("button, a, summary"))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    running() ? does[key]() : other.postMessage({stage: stage(), key});
  }, true);
  document.addEventListener("click", event => {
    const pressed = event.target.closest("[data-press]");
    if (pressed && running()) pressed.dataset.press === "next" ? next() : back();
  });
  let resting = 0;
  const again = () => {
    clearTimeout(resting);
    const idle = find("[data-idle]");
    if (!running() || !idle) return;
    resting = setTimeout(() => { root.removeAttribute("data-blank"); go(false); }, 1000 * idle.dataset.idle);
  };
  for (const sign of ["keydown", "pointerdown", "pointermove"]) document.addEventListener(sign, again, true);
  window.tenOpinionsAgain = again;
}
window.tenOpinionsAgain();
</script>
"""


def catch_keys(name: str, leave: str = "", idle: int = 0) -> None:
    """Handle the keys of the stage `name`, in the window of its story or of its notes.

    Esc goes to the address `leave`. The story restarts after `idle` seconds without input; 0 for never.
    """
    unattended = f' data-idle="{idle}"' if idle else ""
    st.html(f'<span data-stage="{escape(name)}" data-leave="{escape(leave)}"{unattended} hidden></span>')
    st.html(KEYS, unsafe_allow_javascript=True)
