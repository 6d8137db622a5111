-- title:   Spikes: when the news was fuller of sanctions than usual
-- grain:   one row per spike, newest first: consecutive periods whose share of articles with a statement stands out,
--          for all statements, for each action and each target; what is usual are the 13 periods before, and for days
--          the same weekday of the 8 weeks before, for weeks the same week a year before and its neighbours, for months
--          the same month of the 3 years before; the score is the share less the median of these, divided by 1.4826
--          times their median absolute deviation or, where that is larger, by the chance error of a share of so many
--          articles; a spike begins where the score reaches $threshold with $least articles or more and lasts while it
--          is at least half of that; later articles can extend it, no more; undated articles are left out
-- params:  since date = 1900-01-01; until date = 9999-12-31 (exclusive); grain text = week; source text = null;
--          profile profile = null; modality text = all (one of: actual, planned, considered, threatened, demanded,
--          promised, refused, hypothetical, denied, all);
--          threshold float = 3.5 (score that makes a spike, at least 0);
--          least int = 5 (articles that make a spike, at least 0)
-- columns: statement_id key of the statement that is quoted;
--          series all, or the action or target whose statements are counted;
--          series_kind all, action or target;
--          start_date first day of the spike;
--          peak_date first day of the period with the highest score;
--          end_date last day of the spike, as far as it is known;
--          is_ongoing whether it reaches the last period;
--          score the highest score;
--          article_share share of articles with such a statement at the peak;
--          usual_share median of the periods it is compared with, where that is 0 their common share;
--          sanctions_article_count articles with such a statement at the peak;
--          article_count all articles of the peak period;
--          period_count periods that the spike lasts;
--          sentence surest sentence of the peak period;
--          evidence_start first character of the evidence in the sentence;
--          evidence_end character after the evidence in the sentence;
--          source outlet of that sentence;
--          title headline of its article;
--          url address of its article;
--          other_sentences up to two more of the peak period, from other stories
with
current_articles as (
    select
        article_id,
        date_trunc($grain, published_date)::date as period_date
    from articles_of($profile)
    where published_date < $until and ($source::varchar is null or source = $source)
),

article_counts as (
    select
        period_date,
        count(*) as article_count
    from current_articles
    group by period_date
),

first_and_last as (
    select
        min(period_date) as first_date,
        max(period_date) as last_date
    from article_counts
),

periods as (
    select unnest(generate_series(first_date, last_date, ('1 ' || $grain)::interval))::date as period_date
    from first_and_last
),

places as (
    select
        periods.period_date,
        coalesce(article_counts.article_count, 0) as article_count,
        row_number() over (order by periods.period_date desc) = 1 as is_last
    from periods
    left join article_counts on periods.period_date = article_counts.period_date
),

statements as (
    select
        statement_id,
        -- A hash is counted three times as fast as a text.
        hash(article_id) as article_hash,
        story_id,
        action,
        targets,
        published_date,
        date_trunc($grain, published_date)::date as period_date,
        coalesce(confidence, 0) as confidence
    from sanctions_of($profile)
    where
        published_date < $until
        and ($source::varchar is null or source = $source)
        and ($modality = 'all' or modality = $modality)
),

told as (
    select
        article_hash,
        period_date,
        'all' as series_kind,
        'all' as series
    from statements
    union all
    select
        article_hash,
        period_date,
        'action' as series_kind,
        action as series
    from statements
    union all
    select
        article_hash,
        period_date,
        'target' as series_kind,
        unnest(targets) as series
    from statements
),

hits as (
    select
        series_kind,
        series,
        period_date,
        count(distinct article_hash) as hit_count
    from told
    group by series_kind, series, period_date
),

-- The others cannot have a spike.
frequent_series as (
    select
        series_kind,
        series
    from hits
    group by series_kind, series
    having max(hit_count) >= $least
),

series_periods as (
    select
        frequent_series.series_kind,
        frequent_series.series,
        places.period_date,
        places.article_count,
        places.is_last,
        coalesce(hits.hit_count, 0) as hit_count,
        coalesce(hits.hit_count, 0) / nullif(places.article_count, 0) as article_share
    from frequent_series
    cross join places
    left join hits
        on
            frequent_series.series_kind = hits.series_kind
            and frequent_series.series = hits.series
            and places.period_date = hits.period_date
),

compared as (
    select
        *,
        (sum(hit_count) over before + 0.5) / (sum(article_count) over before + 1) as common_share,
        list(article_share) over before as shares_before,
        case
            when $grain = 'day'
                then [
                    lag(article_share, 14) over in_order,
                    lag(article_share, 21) over in_order,
                    lag(article_share, 28) over in_order,
                    lag(article_share, 35) over in_order,
                    lag(article_share, 42) over in_order,
                    lag(article_share, 49) over in_order,
                    lag(article_share, 56) over in_order
                ]
            when $grain = 'week'
                then [
                    lag(article_share, 51) over in_order,
                    lag(article_share, 52) over in_order,
                    lag(article_share, 53) over in_order
                ]
            when $grain = 'month'
                then [
                    lag(article_share, 24) over in_order,
                    lag(article_share, 36) over in_order
                ]
        end as shares_of_season
    from series_periods
    window
        in_order as (partition by series_kind, series order by period_date),
        before as (
            partition by series_kind, series order by period_date
            rows between 13 preceding and 1 preceding
        )
),

-- Periods without articles say nothing: they are in no baseline and end no spike.
baselines as (
    select
        *,
        list_filter(list_concat(shares_before, shares_of_season), lambda share: share is not null) as shares
    from compared
    where article_count > 0
),

medians as (
    select
        *,
        list_median(shares) as median_share
    from baselines
    where len(shares) >= 8
),

expectations as (
    select
        *,
        case when median_share > 0 then median_share else common_share end as usual_share,
        greatest(
            1.4826 * list_median(list_transform(shares, lambda share: abs(share - median_share))),
            sqrt(common_share * (1 - common_share) / article_count)
        ) as spread
    from medians
),

scores as (
    select
        *,
        (article_share - usual_share) / spread as score
    from expectations
),

judged as (
    select
        *,
        score >= $threshold and hit_count >= $least as is_spike,
        score >= $threshold / 2 as is_up,
        count(*) filter (where score < $threshold / 2) over (
            partition by series_kind, series order by period_date
        ) as stretch
    from scores
),

high_periods as (
    select
        *,
        row_number() over (partition by series_kind, series order by score desc, period_date) as place
    from judged
    where is_up
),

all_spikes as (
    select
        series_kind,
        series,
        min(period_date) filter (where is_spike) as start_date,
        max(period_date) as end_period_date,
        arg_min(period_date, place) as peak_date,
        arg_min(score, place) as score,
        arg_min(article_share, place) as article_share,
        arg_min(usual_share, place) as usual_share,
        arg_min(hit_count, place) as sanctions_article_count,
        arg_min(article_count, place) as article_count,
        bool_or(is_last) as is_ongoing
    from high_periods
    group by series_kind, series, stretch
    having bool_or(is_spike)
),

asked_spikes as (
    select
        *,
        (end_period_date + ('1 ' || $grain)::interval - interval 1 day)::date as end_date,
        date_diff($grain, start_date, end_period_date) + 1 as period_count
    from all_spikes
    where end_period_date >= date_trunc($grain, $since::date)
),

peak_statements as (
    select
        asked_spikes.series_kind,
        asked_spikes.series,
        asked_spikes.start_date,
        statements.statement_id,
        statements.story_id,
        (1 - statements.confidence, statements.published_date, statements.statement_id) as place
    from asked_spikes
    inner join statements on asked_spikes.peak_date = statements.period_date
    where
        asked_spikes.series_kind = 'all'
        or (asked_spikes.series_kind = 'action' and asked_spikes.series = statements.action)
        or (asked_spikes.series_kind = 'target' and list_contains(statements.targets, asked_spikes.series))
),

-- What drove a spike: the surest statement of each story.
driving_statements as (
    select
        series_kind,
        series,
        start_date,
        arg_min(statement_id, place) as statement_id,
        min(place) as place
    from peak_statements
    group by series_kind, series, start_date, story_id
),

best_statements as (
    select
        series_kind,
        series,
        start_date,
        list(statement_id order by place)[:3] as statement_ids
    from driving_statements
    group by series_kind, series, start_date
),

quoted_statements as (
    select
        series_kind,
        series,
        start_date,
        unnest(statement_ids) as statement_id,
        generate_subscripts(statement_ids, 1) as rank
    from best_statements
),

sentences as (
    select
        q.series_kind,
        q.series,
        q.start_date,
        q.rank,
        q.statement_id,
        a.source,
        a.title,
        a.url,
        s.sentence,
        s.start - s.sentence_start as evidence_start,
        s."end" - s.sentence_start as evidence_end
    from quoted_statements as q
    inner join sanctions as s on q.statement_id = s.statement_id
    inner join articles as a on s.article_id = a.article_id and a.is_current
),

first_sentences as (
    select *
    from sentences
    where rank = 1
),

other_sentences as (
    select
        series_kind,
        series,
        start_date,
        list(sentence order by rank) as other_sentences
    from sentences
    where rank > 1
    group by series_kind, series, start_date
)

select
    first_sentences.statement_id,
    asked_spikes.series,
    asked_spikes.series_kind,
    asked_spikes.start_date,
    asked_spikes.peak_date,
    asked_spikes.end_date,
    asked_spikes.is_ongoing,
    round(asked_spikes.score, 2) as score,
    round(asked_spikes.article_share, 6) as article_share,
    round(asked_spikes.usual_share, 6) as usual_share,
    asked_spikes.sanctions_article_count,
    asked_spikes.article_count,
    asked_spikes.period_count,
    first_sentences.sentence,
    first_sentences.evidence_start,
    first_sentences.evidence_end,
    first_sentences.source,
    first_sentences.title,
    first_sentences.url,
    coalesce(other_sentences.other_sentences, []) as other_sentences
from asked_spikes
inner join first_sentences
    on
        asked_spikes.series_kind = first_sentences.series_kind
        and asked_spikes.series = first_sentences.series
        and asked_spikes.start_date = first_sentences.start_date
left join other_sentences
    on
        asked_spikes.series_kind = other_sentences.series_kind
        and asked_spikes.series = other_sentences.series
        and asked_spikes.start_date = other_sentences.start_date
order by asked_spikes.start_date desc, score desc, asked_spikes.series_kind, asked_spikes.series
