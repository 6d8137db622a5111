-- title:   Who is quoted
-- grain:   one row per speaker, the $top with the most quotations: an entity with its variants, an anonymous source by
--          its kind, a description by its words; undated articles are apart, in a column of their own
-- params:  since date = 1900-01-01; until date = 9999-12-31 (exclusive); source text = null; profile profile = null;
--          kind text = null (one kind of speaker only); top int = 50 (at least 1)
-- columns: speaker_id key of the entity or anonymous source, null where there is none;
--          speaker as a reader would call them, anonymous ones with the code of their country;
--          kind type of the entity, or anonymous (officials, sources who are not named), or described (nobody that has
--          a name in the article), or nobody (the text does not say who);
--          code country, international body or other code, null where there is none;
--          role most frequent role that articles give the speaker, null where none does;
--          quote_count quotations of dated articles;
--          direct_count of them in quotation marks;
--          indirect_count of them without;
--          article_count articles that quote the speaker;
--          story_count distinct stories among them, wire copies counted once;
--          first_date publication day of the earliest;
--          last_date publication day of the latest;
--          latest_quote the latest quotation, a direct one before others of its day;
--          source outlet of its article;
--          title headline of its article;
--          url address of its article;
--          undated_quote_count quotations of undated articles, in none of the other counts
with
-- Read twice: once to find the most quoted, once for what is dear, of these alone.
asked_quotes as not materialized (
    select
        article_id,
        story_id,
        -- No id begins with a question mark.
        coalesce(speaker_id, '?' || regexp_replace(lower(speaker), '^(the|an?) ', ''), '?') as speaker_key,
        coalesce(direct, false) as direct,
        start,
        "end",
        published_date,
        published_date is null as is_undated
    from quotes_of($profile)
    where
        ($source::varchar is null or source = $source)
        and (published_date is null or (published_date >= $since and published_date < $until))
),

speaker_counts as (
    select
        speaker_key,
        count(*) filter (where not is_undated) as quote_count,
        count(*) filter (where is_undated) as undated_quote_count
    from asked_quotes
    group by speaker_key
),

-- Variants of a name taken together.
party_counts as (
    select
        coalesce(entity_names.canonical_id, speaker_counts.speaker_key) as party_key,
        entity_names.canonical_id as party_id,
        case
            when entity_names.type = 'anonymous' then concat(entity_names.name, ' (' || entity_names.code || ')')
            else coalesce(entity_names.name, nullif(ltrim(speaker_counts.speaker_key, '?'), ''))
        end as speaker,
        coalesce(entity_names.type, if(speaker_counts.speaker_key = '?', 'nobody', 'described')) as kind,
        entity_names.code,
        sum(speaker_counts.quote_count)::bigint as quote_count,
        sum(speaker_counts.undated_quote_count)::bigint as undated_quote_count
    from speaker_counts
    left join entity_names on speaker_counts.speaker_key = entity_names.entity_id
    group by all
),

most_quoted as (
    select *
    from party_counts
    where $kind::varchar is null or kind = $kind
    order by quote_count desc, undated_quote_count desc, speaker nulls last, party_key
    limit $top
),

speakers as (
    select
        coalesce(entity_names.entity_id, most_quoted.party_key) as speaker_key,
        most_quoted.party_key
    from most_quoted
    left join entity_names on most_quoted.party_id = entity_names.canonical_id
),

told_quotes as (
    select
        speakers.party_key,
        asked_quotes.article_id,
        asked_quotes.story_id,
        asked_quotes.direct,
        asked_quotes.start,
        asked_quotes."end",
        asked_quotes.published_date
    from asked_quotes
    inner join speakers on asked_quotes.speaker_key = speakers.speaker_key
    where not asked_quotes.is_undated
),

quote_counts as (
    select
        party_key,
        count(*) filter (where direct) as direct_count,
        count(distinct hash(article_id)) as article_count,
        count(distinct hash(story_id)) as story_count,
        min(published_date) as first_date,
        max(published_date) as last_date,
        arg_max(article_id, (published_date, direct, article_id, -start, "end")) as latest_article_id,
        arg_max(start, (published_date, direct, article_id, -start, "end")) as latest_start,
        arg_max("end", (published_date, direct, article_id, -start, "end")) as latest_end
    from told_quotes
    group by party_key
),

-- A stretch may be the quotation of two speakers, one within the other's: its text is the same.
latest_quotes as (
    select
        quote_counts.party_key,
        any_value(quotes.article_id) as article_id,
        any_value(quotes.text) as text
    from quote_counts
    inner join quotes
        on
            quote_counts.latest_article_id = quotes.article_id
            and quote_counts.latest_start = quotes.start
            and quote_counts.latest_end = quotes."end"
    group by quote_counts.party_key
),

role_counts as (
    select
        speakers.party_key,
        entity_roles.text,
        count(distinct entity_roles.article_id) as article_count
    from entity_roles
    inner join speakers on entity_roles.entity_id = speakers.speaker_key
    group by speakers.party_key, entity_roles.text
),

roles as (
    select
        party_key,
        arg_max(text, (article_count, text)) as role
    from role_counts
    group by party_key
)

select
    most_quoted.party_id as speaker_id,
    most_quoted.speaker,
    most_quoted.kind,
    most_quoted.code,
    roles.role,
    most_quoted.quote_count,
    coalesce(quote_counts.direct_count, 0) as direct_count,
    most_quoted.quote_count - coalesce(quote_counts.direct_count, 0) as indirect_count,
    coalesce(quote_counts.article_count, 0) as article_count,
    coalesce(quote_counts.story_count, 0) as story_count,
    quote_counts.first_date,
    quote_counts.last_date,
    latest_quotes.text as latest_quote,
    articles.source,
    articles.title,
    articles.url,
    most_quoted.undated_quote_count
from most_quoted
left join quote_counts on most_quoted.party_key = quote_counts.party_key
left join roles on most_quoted.party_key = roles.party_key
left join latest_quotes on most_quoted.party_key = latest_quotes.party_key
left join articles on latest_quotes.article_id = articles.article_id and articles.is_current
order by
    most_quoted.quote_count desc, most_quoted.undated_quote_count desc, most_quoted.speaker nulls last,
    most_quoted.party_key
