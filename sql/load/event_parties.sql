insert into event_parties (
    event_id, article_id, role, entity_id, code, start, "end", inferred, run_id
)
select
    i.event_id,
    i.article_id,
    i.role,
    i.entity_id,
    i.code,
    i.start,
    i."end",
    i.inferred,
    b.run_id
from incoming_event_parties as i
inner join batch_articles as b on i.article_id = b.article_id
where b.is_replaced
