-- title:   Sanctions actions over time
-- grain:   one row per period and pair of action and modality that occurs; periods without are present with 0;
--          statements of undated articles are apart, in the last rows, without period_date
-- params:  since date = 1900-01-01; until date = 9999-12-31 (exclusive); grain text = month; source text = null;
--          modality text = actual (all: every modality, and mentions, which have none);
--          base_since date = 1900-01-01; base_until date = 9999-12-31 (exclusive, the base period of the indices)
-- columns: period_date first day of the period, weeks begin on Monday;
--          action impose tighten extend ease lift enforce evade or mention;
--          modality what the text claims about the action, null for mentions;
--          statement_count sanctions statements;
--          sanctions_article_count articles with such a statement;
--          sanctions_story_count distinct stories among them, wire copies counted once;
--          act_index share of all articles saying that sanctions were imposed or tightened, mean of the base period
--          100, the same in all rows of a period;
--          threat_index share of all articles saying that sanctions are threatened, considered or planned to be imposed
--          or tightened, mean of the base period 100, the same in all rows of a period
with
current_articles as (
    select
        article_id,
        published_date,
        coalesce(story_id, article_id) as story_id
    from articles
    where is_current and ($source::varchar is null or source = $source)
),

bounds as (
    select
        greatest(min(published_date), $since::date) as first_date,
        least(max(published_date), $until::date - 1) as last_date
    from current_articles
    -- greatest() and least() pass over nulls: without a dated article there are no bounds.
    having count(published_date) > 0
),

periods as (
    select
        unnest(generate_series(
            date_trunc($grain, first_date), date_trunc($grain, last_date), ('1 ' || $grain)::interval
        ))::date as period_date
    from bounds
    where first_date <= last_date
    union all
    select null as period_date
),

counted_articles as (
    select
        article_id,
        story_id,
        date_trunc($grain, published_date)::date as period_date
    from current_articles
    where published_date is null or (published_date >= $since and published_date < $until)
),

statements as (
    select
        counted_articles.article_id,
        counted_articles.story_id,
        counted_articles.period_date,
        sanctions.action,
        sanctions.modality,
        sanctions.action in ('impose', 'tighten') as is_restrictive
    from counted_articles
    inner join sanctions on counted_articles.article_id = sanctions.article_id
),

article_shares as (
    select
        counted_articles.period_date,
        count(distinct counted_articles.article_id) filter (
            where statements.is_restrictive and statements.modality = 'actual'
        ) / count(distinct counted_articles.article_id) as act_share,
        count(distinct counted_articles.article_id) filter (
            where statements.is_restrictive and statements.modality in ('threatened', 'considered', 'planned')
        ) / count(distinct counted_articles.article_id) as threat_share
    from counted_articles
    left join statements on counted_articles.article_id = statements.article_id
    where counted_articles.period_date is not null
    group by counted_articles.period_date
),

base_shares as (
    select
        avg(act_share) as act_share,
        avg(threat_share) as threat_share
    from article_shares
    where period_date >= $base_since and period_date < $base_until
),

indices as (
    select
        article_shares.period_date,
        100 * article_shares.act_share / nullif(base_shares.act_share, 0) as act_index,
        100 * article_shares.threat_share / nullif(base_shares.threat_share, 0) as threat_index
    from article_shares
    cross join base_shares
),

asked_statements as (
    select * from statements
    where $modality = 'all' or modality = $modality
),

pairs as (
    select distinct
        action,
        modality
    from asked_statements
),

pair_counts as (
    select
        period_date,
        action,
        modality,
        count(*) as statement_count,
        count(distinct article_id) as sanctions_article_count,
        count(distinct story_id) as sanctions_story_count
    from asked_statements
    group by period_date, action, modality
)

select
    periods.period_date,
    pairs.action,
    pairs.modality,
    coalesce(pair_counts.statement_count, 0) as statement_count,
    coalesce(pair_counts.sanctions_article_count, 0) as sanctions_article_count,
    coalesce(pair_counts.sanctions_story_count, 0) as sanctions_story_count,
    round(indices.act_index, 1) as act_index,
    round(indices.threat_index, 1) as threat_index
from periods
cross join pairs
left join pair_counts
    on
        periods.period_date is not distinct from pair_counts.period_date
        and pairs.action = pair_counts.action
        and pairs.modality is not distinct from pair_counts.modality
left join indices on periods.period_date = indices.period_date
order by periods.period_date nulls last, pairs.action, pairs.modality nulls last
