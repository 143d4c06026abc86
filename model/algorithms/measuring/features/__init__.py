"""Photos -> numbers: what the algorithms that measure see. One module a kind of feature; nothing is learned here."""
