insert into event_sources (
    event_id, article_id, position, kind, name, entity_id, start, "end", run_id
)
select
    i.event_id,
    i.article_id,
    i.position,
    i.kind,
    i.name,
    i.entity_id,
    i.start,
    i."end",
    b.run_id
from incoming_event_sources as i
inner join batch_articles as b on i.article_id = b.article_id
where b.is_replaced
