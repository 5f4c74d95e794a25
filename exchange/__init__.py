"""The exchange: a process that plays the telephony provider, so that a line can be called without an account.

It knows nothing of whoever it calls: it has REST, TwiML, signed webhooks and telephones, and that is all.
"""
