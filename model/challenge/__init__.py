"""A challenge that teams enter: what they submit is stored, scored, judged, and the winner is followed."""
