insert into dates (
    article_id, start, "end", text, type, start_date, end_date, precision, rule, run_id
)
select
    i.article_id,
    i.start,
    i."end",
    i.text,
    i.type,
    i.start_date,
    i.end_date,
    i.precision,
    i.rule,
    b.run_id
from incoming_dates as i
inner join batch_articles as b on i.article_id = b.article_id
where b.is_replaced
