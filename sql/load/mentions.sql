insert into mentions (
    article_id, start, "end", text, label, entity_id, code, sense, rule, run_id
)
select
    i.article_id,
    i.start,
    i."end",
    i.text,
    i.label,
    i.entity_id,
    i.code,
    i.sense,
    i.rule,
    b.run_id
from incoming_mentions as i
inner join batch_articles as b on i.article_id = b.article_id
where b.is_replaced
