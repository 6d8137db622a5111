-- title:   Sources
-- grain:   one row per source, largest first
-- columns: source name of the source, null where the article states none;
--          first_date earliest publication day;
--          last_date latest publication day;
--          article_count dated articles;
--          undated_article_count articles without a date;
--          statement_count sanctions statements in both
with
statements as (
    select
        article_id,
        count(*) as statement_count
    from sanctions
    group by article_id
)

select
    articles.source,
    min(articles.published_date) as first_date,
    max(articles.published_date) as last_date,
    count(articles.published_date) as article_count,
    count(*) - count(articles.published_date) as undated_article_count,
    coalesce(sum(statements.statement_count), 0)::bigint as statement_count
from articles
left join statements on articles.article_id = statements.article_id
where articles.is_current
group by articles.source
order by article_count desc, undated_article_count desc, articles.source nulls last
