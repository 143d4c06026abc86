"""The networks, untrained: one file a family, each a body that sees and a head that decides (`split`)."""
