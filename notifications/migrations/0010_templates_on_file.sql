-- What outreach says by which template, as its settings have it at its start: for the console, which knows no wording.
CREATE TABLE template_on_file (
    channel     text NOT NULL CHECK (channel IN ('sms', 'wechat', 'voice')),
    name        text NOT NULL,
    code        text NOT NULL,
    text        text NOT NULL,
    registered  boolean NOT NULL,
    PRIMARY KEY (channel, name)
);
COMMENT ON COLUMN template_on_file.code IS 'the account''s code or id where the settings name one, else the demo''s';
COMMENT ON COLUMN template_on_file.registered IS 'the settings name a code of the account for it';
