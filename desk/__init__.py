"""The desk: pages of agents, supervisors, auditors and the counter. Rendered here; a route asks the core one thing."""
