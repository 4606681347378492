-- Whoever opens the mini program asks for the letters of all whose mandate they hold.
CREATE INDEX mandate_agent ON mandate (agent_kind, agent_id) WHERE revoked_at IS NULL;
