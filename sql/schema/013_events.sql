create table events (
    event_id text not null,
    article_id text not null,
    parent_id text,
    type text not null,
    cameo text,
    mode text,
    modality text not null,
    trigger_start integer not null,
    trigger_end integer not null,
    sentence_start integer not null,
    sentence_end integer not null,
    start_date date,
    end_date date,
    precision text,
    place_code text,
    condition_start integer,
    condition_end integer,
    rule text,
    confidence double,
    run_id text not null
);

comment on table events is 'One row per event, key event_id: who did what to whom, and what the text claims about it.';
comment on column events.event_id is 'Id of the event.';
comment on column events.article_id is 'Article whose current revision shows it.';
comment on column events.parent_id is
'Event that this one is embedded in (the thing demanded, threatened ...); null when none.';
comment on column events.type is 'PLOVER category.';
comment on column events.cameo is 'CAMEO code.';
comment on column events.mode is 'PLOVER mode.';
comment on column events.modality is
'actual, planned, considered, threatened, demanded, promised, refused, hypothetical or denied.';
comment on column events.trigger_start is 'First character of the trigger: code points from 0 into articles.text.';
comment on column events.trigger_end is 'Character after the trigger: code points, half-open.';
comment on column events.sentence_start is 'First character of its sentence: code points from 0 into articles.text.';
comment on column events.sentence_end is 'Character after its sentence: code points, half-open.';
comment on column events.start_date is 'First day of the interval, inclusive; null when unknown or vague.';
comment on column events.end_date is 'Last day of the interval, inclusive; null when unknown or vague.';
comment on column events.precision is
'Size of the interval: day, week, month, quarter, half, year, decade or other; null when unknown.';
comment on column events.place_code is 'Where it happened, ISO 3166-1 alpha-3.';
comment on column events.condition_start is
'First character of the condition: code points from 0 into articles.text; null when none.';
comment on column events.condition_end is 'Character after the condition: code points, half-open; null when none.';
comment on column events.rule is 'Rule of the lexicon or the code that made the row.';
comment on column events.confidence is 'How sure the rule is, 0-1; null when it does not say.';
comment on column events.run_id is 'Run that extracted the row.';
