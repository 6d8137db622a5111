-- Ten years, more of it each year; one in a hundred undated; every fifth a wire copy; one in fifty with an older text.
insert into articles by name
select
    article_key(n) as article_id,
    case when n % 50 = 7 then 2 else 1 end as revision,
    true as is_current,
    article_key(n) as record_id,
    'synthetic.jsonl' as input_uri,
    n as input_record,
    'https://source-' || zipf(n, 1, 200) || '.example/' || n as url,
    'Headline ' || n || ' about ' || code_of(zipf(n, 2, 200)) as title,
    'Source ' || zipf(n, 1, 200) as source,
    case when n % 100 > 0 then date '2015-01-01' + floor(3652 * sqrt(n / $articles))::integer end as published_date,
    case when n % 100 > 0 then 'given' else 'none' end as published_method,
    'en' as language,
    'extracted' as extraction_status,
    sentence_of_number(n) || sentence_of_number(n * 3 + 1) || sentence_of_number(n * 5 + 2)
    || sentence_of_number(n * 7 + 3) || sentence_of_number(n * 11 + 4) || sentence_of_number(n * 13 + 5)
    || sentence_of_number(n * 17 + 6) || sentence_of_number(n * 19 + 7) as text,
    160 as word_count,
    md5(n::varchar) as content_hash,
    article_key(case when n % 5 = 4 then n - n % 25 else n end) as story_id,
    'x1' as extractor_version,
    'r' || lpad((n * 100 // $articles)::varchar, 3, '0') as run_id
from range($articles) as numbers (n);
