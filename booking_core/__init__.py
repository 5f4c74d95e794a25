"""The booking core: one number, one limit, one road, whatever the channel. It knows no telephone, text or page."""
