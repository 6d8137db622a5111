-- Who acts on whom, country by country: joining 4 million parties with themselves at each report took 1.5 seconds of
-- processor time and most of a gigabyte.
create table event_dyads (
    event_id text not null,
    article_id text not null,
    actor text not null,
    recipient text not null,
    run_id text not null
);

insert into event_dyads (event_id, article_id, actor, recipient, run_id)
select distinct
    a.event_id,
    a.article_id,
    a.code as actor,
    r.code as recipient,
    a.run_id
from event_parties as a
inner join event_parties as r on a.event_id = r.event_id
where
    a.role = 'actor'
    and r.role = 'recipient'
    and a.code not like '%:%'
    and r.code not like '%:%'
    and a.code != r.code;

comment on table event_dyads is
'One row per event and pair of two countries, of which one acts on the other, key (event_id, actor, recipient).';
comment on column event_dyads.event_id is 'The event; its type, modality and days are in events.';
comment on column event_dyads.article_id is 'Article whose current revision shows it.';
comment on column event_dyads.actor is 'Who acts: ISO 3166-1 alpha-3, or EUU UNO NAT.';
comment on column event_dyads.recipient is 'Who is acted on: ISO 3166-1 alpha-3, or EUU UNO NAT.';
comment on column event_dyads.run_id is 'Run that extracted the event.';
