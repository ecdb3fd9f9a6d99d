"""The live hub. The web side needs ``percaya.runtime.live.tokens.live_token`` alone."""
