-- title:   Sanctions actions over time
-- grain:   one row per period and pair of action and modality that occurs; periods without are present with 0;
--          statements of undated articles are apart, in the last rows, without period_date; the two indices are made as
--          the geopolitical-risk indices are: the share of articles in each source of a panel, averaged over the panel,
--          the mean of the base period being 100; the panel are the sources that have articles in the first third of
--          all dated articles' time, in its last third and in at least $panel_fill of its periods
-- params:  since date = 1900-01-01; until date = 9999-12-31 (exclusive); grain text = month; source text = null;
--          profile profile = null; modality text = actual (one of: actual, planned, considered, threatened, demanded,
--          promised, refused, hypothetical, denied, all);
--          base_since date = 1900-01-01; base_until date = 9999-12-31 (exclusive, the base period of the indices);
--          panel_fill float = 0.5 (part of the periods a source of the panel has articles in, at least 0, at most 1)
-- columns: period_date first day of the period, weeks begin on Monday;
--          action impose tighten extend ease lift enforce evade or mention;
--          modality what the text claims about the action, null for mentions;
--          statement_count sanctions statements;
--          sanctions_article_count articles with such a statement;
--          sanctions_story_count distinct stories among them, wire copies counted once;
--          article_share sanctions_article_count divided by all articles of the period, null where there are none;
--          article_share_change article_share less that of the period before, in points;
--          article_share_year_change article_share less that of the same period a year before (364 days for days and
--          weeks), in points;
--          act_index articles saying that sanctions were imposed or tightened, as an index, the same in all rows of a
--          period;
--          threat_index articles saying that this is threatened, considered or planned, as an index, the same in all
--          rows of a period
with
current_articles as (
    select
        article_id,
        story_id,
        source,
        published_date,
        date_trunc($grain, published_date)::date as period_date,
        published_date is null or (published_date >= $since and published_date < $until) as is_asked,
        -- Whole periods before the window: the changes of its first ones are measured against them.
        date_trunc($grain, published_date) < date_trunc($grain, $since::date) as is_before,
        published_date >= $base_since and published_date < $base_until as is_base
    from articles_of($profile)
    where $source::varchar is null or source = $source
),

bounds as (
    select
        greatest(min(published_date), $since::date) as first_date,
        least(max(published_date), $until::date - 1) as last_date,
        greatest(min(published_date), date_trunc($grain, $since::date)::date - interval 1 year)::date as earliest_date
    from current_articles
    -- greatest() and least() pass over nulls: without a dated article there are no bounds.
    having count(published_date) > 0
),

periods as (
    select
        unnest(generate_series(
            date_trunc($grain, earliest_date), date_trunc($grain, last_date), ('1 ' || $grain)::interval
        ))::date as period_date
    from bounds
    where first_date <= last_date
    union all
    select null as period_date
),

places as (
    select
        period_date,
        period_date is null or period_date >= date_trunc($grain, $since::date) as is_asked,
        case
            when $grain in ('day', 'week') then period_date - 364
            else (period_date - interval 1 year)::date
        end as year_before_date
    from periods
),

statements as (
    select
        article_id,
        action,
        modality,
        $modality = 'all' or modality = $modality as is_asked,
        action in ('impose', 'tighten') and modality = 'actual' as is_act,
        action in ('impose', 'tighten') and modality in ('threatened', 'considered', 'planned') as is_threat
    from sanctions_of($profile)
),

placed_statements as (
    select
        current_articles.article_id,
        current_articles.story_id,
        current_articles.period_date,
        statements.action,
        statements.modality,
        current_articles.is_asked
    from statements
    inner join current_articles on statements.article_id = current_articles.article_id
    where statements.is_asked and (current_articles.is_asked or current_articles.is_before)
),

pairs as (
    select distinct
        action,
        modality
    from placed_statements
    where is_asked
),

pair_counts as (
    select
        period_date,
        action,
        modality,
        count(*) as statement_count,
        count(distinct article_id) as sanctions_article_count,
        count(distinct story_id) as sanctions_story_count
    from placed_statements
    group by period_date, action, modality
),

article_claims as (
    select
        article_id,
        bool_or(is_act) as is_act,
        bool_or(is_threat) as is_threat
    from statements
    where is_act or is_threat
    group by article_id
),

source_counts as (
    select
        current_articles.source,
        current_articles.period_date,
        min(current_articles.published_date) as first_date,
        max(current_articles.published_date) as last_date,
        count(*) as article_count,
        count(*) filter (where current_articles.is_asked or current_articles.is_before) as counted_count,
        count(*) filter (where article_claims.is_act) / count(*) as act_share,
        count(*) filter (where article_claims.is_threat) / count(*) as threat_share,
        bool_or(current_articles.is_base) as is_base
    from current_articles
    left join article_claims on current_articles.article_id = article_claims.article_id
    group by current_articles.source, current_articles.period_date
),

article_counts as (
    select
        period_date,
        sum(counted_count) as article_count
    from source_counts
    group by period_date
),

spans as (
    select
        source,
        min(first_date) as first_date,
        max(last_date) as last_date,
        count(*) as period_count
    from source_counts
    where source is not null and period_date is not null
    group by source
),

whole_span as (
    select
        min(first_date) as first_date,
        max(last_date) as last_date
    from spans
),

panel_bounds as (
    select
        first_date + ((last_date - first_date) // 3)::int as first_third_date,
        last_date - ((last_date - first_date) // 3)::int as last_third_date,
        $panel_fill * (date_diff($grain, date_trunc($grain, first_date), date_trunc($grain, last_date)) + 1)
            as least_count
    from whole_span
),

panel as (
    select spans.source
    from spans
    inner join panel_bounds
        on
            spans.first_date <= panel_bounds.first_third_date
            and spans.last_date >= panel_bounds.last_third_date
            and spans.period_count >= panel_bounds.least_count
),

panel_shares as (
    select
        source_counts.period_date,
        bool_or(source_counts.is_base) as is_base,
        avg(source_counts.act_share) as act_share,
        avg(source_counts.threat_share) as threat_share
    from source_counts
    inner join panel on source_counts.source = panel.source
    where source_counts.period_date is not null
    group by source_counts.period_date
),

base_shares as (
    select
        nullif(avg(act_share), 0) as act_share,
        nullif(avg(threat_share), 0) as threat_share
    from panel_shares
    where is_base
),

indices as (
    select
        panel_shares.period_date,
        round(100 * panel_shares.act_share / base_shares.act_share, 1) as act_index,
        round(100 * panel_shares.threat_share / base_shares.threat_share, 1) as threat_index
    from panel_shares
    cross join base_shares
),

series as (
    select
        places.period_date,
        places.is_asked,
        places.year_before_date,
        pairs.action,
        pairs.modality,
        coalesce(pair_counts.statement_count, 0) as statement_count,
        coalesce(pair_counts.sanctions_article_count, 0) as sanctions_article_count,
        coalesce(pair_counts.sanctions_story_count, 0) as sanctions_story_count,
        coalesce(pair_counts.sanctions_article_count, 0) / nullif(article_counts.article_count, 0) as article_share,
        coalesce(pairs.modality, '') as modality_key
    from places
    cross join pairs
    left join pair_counts
        on
            places.period_date is not distinct from pair_counts.period_date
            and pairs.action = pair_counts.action
            and pairs.modality is not distinct from pair_counts.modality
    left join article_counts on places.period_date is not distinct from article_counts.period_date
),

in_order as (
    select
        *,
        lag(article_share) over (partition by action, modality order by period_date nulls last) as share_before
    from series
)

select
    in_order.period_date,
    in_order.action,
    in_order.modality,
    in_order.statement_count,
    in_order.sanctions_article_count,
    in_order.sanctions_story_count,
    round(in_order.article_share, 6) as article_share,
    case when in_order.period_date is not null then round(in_order.article_share - in_order.share_before, 6) end
        as article_share_change,
    round(in_order.article_share - year_before.article_share, 6) as article_share_year_change,
    indices.act_index,
    indices.threat_index
from in_order
left join series as year_before
    on
        in_order.year_before_date = year_before.period_date
        and in_order.action = year_before.action
        and in_order.modality_key = year_before.modality_key
left join indices on in_order.period_date = indices.period_date
where in_order.is_asked
order by in_order.period_date nulls last, in_order.action, in_order.modality nulls last
