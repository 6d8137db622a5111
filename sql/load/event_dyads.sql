-- Codes with a colon are persons, organisations, groups and sectors: no countries.
insert into event_dyads (event_id, article_id, actor, recipient, run_id)
with
parties as (
    select
        p.event_id,
        p.article_id,
        p.role,
        p.code,
        b.run_id
    from incoming_event_parties as p
    inner join batch_articles as b on p.article_id = b.article_id
    where b.is_replaced and p.code not like '%:%'
)

select distinct
    a.event_id,
    a.article_id,
    a.code as actor,
    r.code as recipient,
    a.run_id
from parties as a
inner join parties as r on a.event_id = r.event_id
where a.role = 'actor' and r.role = 'recipient' and a.code != r.code
