-- title:   Where the page's numbers come from
-- grain:   one row
-- columns: run_id last finished run;
--          code_version version of the program that made it;
--          extractor_version version of the extraction that made it;
--          article_count current articles of the whole database;
--          demo_article_count sample articles that came with the program among them;
--          first_date earliest publication day of the whole database;
--          last_date latest publication day of the whole database
with
last_run as (
    select
        run_id,
        code_version,
        extractor_version
    from runs
    order by started_at desc, run_id desc
    limit 1
),

article_totals as (
    select
        count(*) as article_count,
        count(*) filter (where replace(input_uri, '\', '/') like '%seeds/articles/%') as demo_article_count,
        min(published_date) as first_date,
        max(published_date) as last_date
    from articles
    where is_current
)

select
    last_run.run_id,
    last_run.code_version,
    last_run.extractor_version,
    article_totals.article_count,
    article_totals.demo_article_count,
    article_totals.first_date,
    article_totals.last_date
from article_totals
left join last_run on true
