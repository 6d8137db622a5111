-- title:   What changed, and why
-- grain:   one row per cause, most articles first
-- params:  earlier text = null; later text = null
-- columns: cause new article, new revision, earlier text came late, or read by another extractor;
--          article_count articles;
--          statement_count sanctions statements that they make now;
--          first_date earliest publication day, null when all are undated;
--          last_date latest publication day
with
changes as (
    select
        article_id,
        cause,
        published_date
    from changes_between($earlier, $later)
),

statement_counts as (
    select
        article_id,
        count(*) as statement_count
    from sanctions
    group by article_id
)

select
    changes.cause,
    count(*) as article_count,
    coalesce(sum(statement_counts.statement_count), 0)::bigint as statement_count,
    min(changes.published_date) as first_date,
    max(changes.published_date) as last_date
from changes
left join statement_counts on changes.article_id = statement_counts.article_id
group by changes.cause
order by article_count desc, changes.cause
