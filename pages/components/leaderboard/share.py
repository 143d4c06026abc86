"""A button that copies the address of the view."""

from __future__ import annotations

from html import escape

import streamlit as st

from model.text import Texts

COPY_SCRIPT = """
<script>
if (!window.tenOpinionsCopies) {
  window.tenOpinionsCopies = true;
  document.addEventListener("click", async event => {
    const button = event.target.closest("[data-copied]");
    if (!button) return;
    const field = document.createElement("textarea");
    field.value = location.href;
    document.body.append(field);
    field.select();
    document.execCommand("copy");  // also where the page comes over plain HTTP
    field.remove();
    button.focus();
    button.textContent = button.dataset.copied;
  });
}
</script>
"""


def show_share(t: Texts) -> None:
    """Draw the button that copies the address of the view."""
    button = (
        f'<button type="button" class="save" data-copied="{escape(t("leaderboard.copied"))}">'
        f"{escape(t('leaderboard.copy'))}</button>"
    )
    st.html(f'<div class="share">{button}</div>', width="content")
    st.html(COPY_SCRIPT, unsafe_allow_javascript=True)
