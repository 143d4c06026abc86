"""Algorithms without a network: photo -> features -> logits, with occlusion maps; nothing here imports torch."""
