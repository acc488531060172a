"""The chat-model seam: the real client over a server on this machine."""
