create table event_parties (
    event_id text not null,
    article_id text not null,
    role text not null,
    entity_id text,
    code text,
    start integer,
    "end" integer,
    inferred boolean,
    run_id text not null
);

comment on table event_parties is 'One row per party of an event.';
comment on column event_parties.event_id is 'Event of the party.';
comment on column event_parties.article_id is 'Article whose current revision shows it.';
comment on column event_parties.role is 'actor or recipient.';
comment on column event_parties.entity_id is 'Entity of the party.';
comment on column event_parties.code is 'Code of the party.';
comment on column event_parties.start is
'First character: code points from 0 into the current articles.text; null where implied, not named.';
comment on column event_parties."end" is
'Character after the span: code points, half-open; null where implied, not named.';
comment on column event_parties.inferred is 'True when the text implies the party without naming it.';
comment on column event_parties.run_id is 'Run that extracted the row.';
