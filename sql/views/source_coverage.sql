create or replace view source_coverage as
with
statements as (
    select
        article_id,
        count(*) as statement_count
    from sanctions
    group by article_id
)

select
    a.source,
    cast(sum(a.word_count) as bigint) as word_count,
    cast(coalesce(sum(s.statement_count), 0) as bigint) as statement_count,
    count(*) as article_count,
    count(*) filter (where a.published_date is null) as undated_count,
    count(*) filter (where a.revision > 1) as revised_count,
    count(*) filter (where a.extraction_status = 'skipped_language') as skipped_language_count,
    count(distinct a.story_id) as story_count,
    count(distinct a.published_date) as day_count,
    min(a.published_date) as first_date,
    max(a.published_date) as last_date
from articles as a
left join statements as s on a.article_id = s.article_id
where a.is_current
group by a.source
order by a.source;

comment on view source_coverage is 'One row per source: how much of it is stored and which days it covers.';
comment on column source_coverage.source is 'Outlet; null when the articles name none.';
comment on column source_coverage.word_count is 'Words in the current texts.';
comment on column source_coverage.statement_count is 'Sanctions statements.';
comment on column source_coverage.article_count is 'Articles, undated ones included.';
comment on column source_coverage.undated_count is 'Articles without a publication date.';
comment on column source_coverage.revised_count is 'Articles with more than one stored text.';
comment on column source_coverage.skipped_language_count is
'Articles in a language that is not read: stored, without layers.';
comment on column source_coverage.story_count is 'Stories, wire copies counted once.';
comment on column source_coverage.day_count is 'Days with at least one article.';
comment on column source_coverage.first_date is 'Earliest publication day; null when all are undated.';
comment on column source_coverage.last_date is 'Latest publication day; null when all are undated.';
