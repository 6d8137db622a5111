create table sanctions (
    statement_id text not null,
    article_id text not null,
    event_id text,
    action text not null,
    modality text,
    start integer not null,
    "end" integer not null,
    sentence_start integer not null,
    sentence_end integer not null,
    measures text[],
    issue_start integer,
    issue_end integer,
    programme text,
    rule text,
    confidence double,
    run_id text not null
);

comment on table sanctions is 'One row per thing a sentence says about sanctions, key statement_id.';
comment on column sanctions.statement_id is 'Id of the statement.';
comment on column sanctions.article_id is 'Article whose current revision shows it.';
comment on column sanctions.event_id is 'Event that the statement describes; null when none.';
comment on column sanctions.action is 'impose, tighten, extend, ease, lift, enforce, evade or mention.';
comment on column sanctions.modality is
'actual, planned, considered, threatened, demanded, promised, refused, hypothetical or denied; null for mention.';
comment on column sanctions.start is 'First character of the span: code points from 0 into the current articles.text.';
comment on column sanctions."end" is 'Character after the span: code points, half-open.';
comment on column sanctions.sentence_start is 'First character of its sentence: code points from 0 into articles.text.';
comment on column sanctions.sentence_end is 'Character after its sentence: code points, half-open.';
comment on column sanctions.measures is
'Of asset_freeze, travel_ban, trade, arms, financial, energy, transport, other.';
comment on column sanctions.issue_start is
'First character of what the sanctions are for: code points from 0 into articles.text; null when none.';
comment on column sanctions.issue_end is
'Character after what the sanctions are for: code points, half-open; null when none.';
comment on column sanctions.programme is 'Sanctions programme when the text tells it.';
comment on column sanctions.rule is 'Rule of the lexicon or the code that made the row.';
comment on column sanctions.confidence is 'How sure the rule is, 0-1; null when it does not say.';
comment on column sanctions.run_id is 'Run that extracted the row.';
