insert into sanctions_parties (
    statement_id, article_id, role, code, run_id
)
select
    i.statement_id,
    i.article_id,
    i.role,
    i.code,
    b.run_id
from incoming_sanctions_parties as i
inner join batch_articles as b on i.article_id = b.article_id
where b.is_replaced
