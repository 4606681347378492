-- History by month (docs/decisions/0090): callbacks as they came, and messages of which nothing more comes, lie in a
-- part for each month of the ids, which are in order of real time. What takes in goes to the part of its month; were
-- none made ahead, to the one for all else, so that nothing is ever refused.

-- Callbacks: what there is becomes the first part, without being copied; it ends with the month after this one.
ALTER TABLE receipt RENAME TO receipt_before;
ALTER TABLE receipt_before RENAME CONSTRAINT receipt_pkey TO receipt_before_pkey;
ALTER TABLE receipt_before RENAME CONSTRAINT receipt_kind_body_index_key TO receipt_before_kind_body_index_key;
ALTER INDEX receipt_unread RENAME TO receipt_before_unread;
CREATE TABLE receipt (LIKE receipt_before INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING COMMENTS)
    PARTITION BY RANGE (id);
ALTER TABLE receipt ADD PRIMARY KEY (id);
CREATE INDEX receipt_unread ON receipt (id) WHERE read_at IS NULL;
COMMENT ON TABLE receipt IS 'what the providers told us, as they wrote it; sealed, for it names phones; twice in a month is once';
DO $$
DECLARE
    ends timestamptz := (date_trunc('month', now() AT TIME ZONE 'Asia/Shanghai') + interval '2 months')
                        AT TIME ZONE 'Asia/Shanghai';
    bound uuid := (lpad(to_hex((extract(epoch FROM ends) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid;
BEGIN
    EXECUTE format('ALTER TABLE receipt ATTACH PARTITION receipt_before FOR VALUES FROM (MINVALUE) TO (%L)', bound);
END $$;
CREATE TABLE receipt_else PARTITION OF receipt DEFAULT;
CREATE UNIQUE INDEX receipt_else_once ON receipt_else (kind, body_index);

-- Messages: the queue and the last two months stay in one table, which holds that nobody is told twice.
CREATE TABLE past_message (
    id              uuid PRIMARY KEY,
    county          char(6) NOT NULL,
    village         char(12),
    entry_id        uuid NOT NULL,
    case_id         uuid,
    occasion        text NOT NULL,
    recipient_kind  text NOT NULL,
    recipient_id    uuid NOT NULL,
    channel         text NOT NULL,
    route_id        uuid NOT NULL,
    own_phone       boolean NOT NULL,
    address_sealed  bytea NOT NULL,
    address_index   bytea NOT NULL,
    lane            int NOT NULL,
    state           text NOT NULL CHECK (state IN ('delivered', 'undelivered', 'rejected')),
    attempts        int NOT NULL,
    call_number     varchar(15),
    provider_id     text,
    code            text,
    created_at      timestamptz NOT NULL,
    sent_at         timestamptz,
    finished_at     timestamptz,
    followed_up_at  timestamptz,
    read_at         timestamptz
) PARTITION BY RANGE (id);
CREATE INDEX past_message_recipient ON past_message (recipient_id, id);
CREATE INDEX past_message_entry ON past_message (entry_id, recipient_id);
CREATE INDEX past_message_case ON past_message (case_id, entry_id) WHERE case_id IS NOT NULL;
CREATE TABLE past_message_else PARTITION OF past_message DEFAULT;
COMMENT ON TABLE past_message IS 'messages of which nothing more comes, moved here two months after they were written down';

CREATE VIEW every_message AS
    SELECT id, county, village, entry_id, case_id, occasion, recipient_kind, recipient_id, channel, route_id, own_phone,
           address_sealed, address_index, content_sealed, lane, state, attempts, call_number, provider_id, code,
           created_at, sent_at, finished_at, followed_up_at, read_at
    FROM message
    UNION ALL
    SELECT id, county, village, entry_id, case_id, occasion, recipient_kind, recipient_id, channel, route_id, own_phone,
           address_sealed, address_index, NULL::bytea, lane, state, attempts, call_number, provider_id, code,
           created_at, sent_at, finished_at, followed_up_at, read_at
    FROM past_message;
COMMENT ON VIEW every_message IS 'whatever was told, in line or long ago: what people ask is read here, what outreach does is not';

-- What stays of a month whose rows are gone.
CREATE TABLE receipt_month (
    month      date NOT NULL,
    kind       text NOT NULL,
    callbacks  bigint NOT NULL,
    odd        bigint NOT NULL,
    PRIMARY KEY (month, kind)
);
CREATE TABLE message_month (
    month     date NOT NULL,
    county    char(6) NOT NULL,
    occasion  text NOT NULL,
    channel   text NOT NULL,
    state     text NOT NULL,
    messages  bigint NOT NULL,
    PRIMARY KEY (month, county, occasion, channel, state)
);
COMMENT ON TABLE message_month IS 'only where the county has set HISTORY_KEPT_YEARS: assistance files are archives';
