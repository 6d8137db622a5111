-- title:   Quotations behind who is quoted
-- grain:   one row per quotation of the most quoted speakers, newest first; the newest of every speaker
-- params:  since date = 1900-01-01; until date = 9999-12-31 (exclusive); source text = null; profile profile = null;
--          kind text = null (one kind of speaker only); top int = 50 (speakers); per_key int = 10 (of a speaker)
-- columns: speaker_id key of the entity or anonymous source, null where there is none;
--          speaker as a reader would call them;
--          quote_count true when the article is dated;
--          direct_count true when dated and in quotation marks;
--          indirect_count true when dated and without;
--          article_count whether it is the first of its article;
--          story_count whether it is the first of its story;
--          undated_quote_count true when the article is undated;
--          thing_id key of the article;
--          published_date publication day;
--          source name of the source;
--          title headline of the article;
--          url address of the article;
--          sentence from the sentence in which the quotation begins to its end;
--          evidence_start first character of the quotation in the sentence;
--          evidence_end character after the quotation in the sentence
with
-- Speakers as in the report.
asked_quotes as (
    select
        article_id,
        start,
        "end",
        published_date,
        coalesce(direct, false) as direct,
        coalesce(speaker_id, '?' || regexp_replace(lower(speaker), '^(the|an?) ', ''), '?') as speaker_key
    from quotes_of($profile)
    where
        ($source::varchar is null or source = $source)
        and (published_date is null or (published_date >= $since and published_date < $until))
),

speaker_counts as (
    select
        speaker_key,
        count(published_date) as quote_count,
        count(*) as every_count
    from asked_quotes
    group by speaker_key
),

named_speakers as (
    select
        speaker_counts.speaker_key,
        coalesce(entity_names.canonical_id, speaker_counts.speaker_key) as party_key,
        entity_names.canonical_id as speaker_id,
        case
            when entity_names.type = 'anonymous' then concat(entity_names.name, ' (' || entity_names.code || ')')
            else coalesce(entity_names.name, nullif(ltrim(speaker_counts.speaker_key, '?'), ''))
        end as speaker,
        coalesce(entity_names.type, if(speaker_counts.speaker_key = '?', 'nobody', 'described')) as kind,
        speaker_counts.quote_count,
        speaker_counts.every_count
    from speaker_counts
    left join entity_names on speaker_counts.speaker_key = entity_names.entity_id
),

most_quoted as (
    select party_key
    from named_speakers
    where $kind::varchar is null or kind = $kind
    group by party_key
    order by sum(quote_count) desc, sum(every_count) desc, any_value(speaker) nulls last, party_key
    limit $top
),

party_quotes as (
    select
        named_speakers.party_key,
        named_speakers.speaker_id,
        named_speakers.speaker,
        newest_first(
            asked_quotes.published_date, concat(asked_quotes.article_id, ' ', asked_quotes.start)
        ) as newness,
        {
            'article_id': asked_quotes.article_id,
            'start': asked_quotes.start,
            'end': asked_quotes."end",
            'direct': asked_quotes.direct
        } as quote
    from asked_quotes
    inner join named_speakers on asked_quotes.speaker_key = named_speakers.speaker_key
    where named_speakers.party_key in (select most_quoted.party_key from most_quoted)
),

newest_quotes as (
    select
        party_key,
        any_value(speaker_id) as speaker_id,
        any_value(speaker) as speaker,
        max_by(quote, newness, $per_key) as quotes
    from party_quotes
    group by party_key
),

unnested_quotes as (
    select
        party_key,
        speaker_id,
        speaker,
        unnest(quotes) as quote,
        generate_subscripts(quotes, 1) as place
    from newest_quotes
),

kept_quotes as (
    select
        unnested_quotes.party_key,
        unnested_quotes.speaker_id,
        unnested_quotes.speaker,
        unnested_quotes.place,
        quote.article_id,
        quote.start,
        quote."end",
        quote.direct
    from unnested_quotes
),

-- A quotation may reach over several sentences: shown from the first to the end of the last.
kept_sentences as (
    select
        q.article_id,
        q.start as quote_start,
        min(s.start) as start,
        max(s."end") as "end"
    from kept_quotes as q
    inner join sentences as s on q.article_id = s.article_id and q."end" > s.start and q.start < s."end"
    group by q.article_id, q.start
)

select
    k.speaker_id,
    k.speaker,
    a.published_date is not null as quote_count,
    a.published_date is not null and k.direct as direct_count,
    a.published_date is not null and not k.direct as indirect_count,
    a.published_date is not null and row_number() over (partition by k.party_key, k.article_id order by k.place) = 1
        as article_count,
    a.published_date is not null and row_number() over (partition by k.party_key, a.story_id order by k.place) = 1
        as story_count,
    a.published_date is null as undated_quote_count,
    k.article_id as thing_id,
    a.published_date,
    a.source,
    a.title,
    a.url,
    substring(a.text, coalesce(s.start, k.start) + 1, coalesce(s."end", k."end") - coalesce(s.start, k.start))
        as sentence,
    k.start - coalesce(s.start, k.start) as evidence_start,
    k."end" - coalesce(s.start, k.start) as evidence_end
from kept_quotes as k
inner join articles as a on k.article_id = a.article_id and a.is_current
left join kept_sentences as s on k.article_id = s.article_id and k.start = s.quote_start
order by a.published_date desc nulls last, k.article_id, k.start
