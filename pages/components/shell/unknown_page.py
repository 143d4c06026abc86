"""An address without a page: the first page says so in the visitor's language.

Streamlit shows an English box instead. The function that asks for the box is replaced when a server first runs a page.
Where an unknown address is the very first one of a server, the box is already on its way: it is closed in the browser.
"""

from __future__ import annotations

from html import escape

import streamlit as st
from streamlit.commands import navigation
from streamlit.runtime.scriptrunner import get_script_run_ctx

from model.text import Texts

CLOSE_BOX = """
<script>
(function close(tries) {
  const cross = document.querySelector('[role="dialog"] button[aria-label="Close"]');
  if (cross) cross.click();
  else if (tries) setTimeout(close, 30, tries - 1);
})(60);
</script>
"""


def keep_our_words() -> None:
    """Keep the English box away."""
    navigation.send_page_not_found = lambda ctx: None


def say_where_it_leads(t: Texts, known: list[str]) -> None:
    """Draw a sentence on the first page where the address asked for another one that is not among the known."""
    context = get_script_run_ctx()
    asked = context.pages_manager.intended_page_name if context else ""
    if asked and asked not in known:
        st.html(f'<p class="refusal" role="status">{escape(t("app.no_such_page"))}</p>')
        st.html(CLOSE_BOX, unsafe_allow_javascript=True)
