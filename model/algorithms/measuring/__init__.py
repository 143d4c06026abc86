"""What measures without a network: photo -> features -> logits, and a map by covering; nothing here imports torch."""
