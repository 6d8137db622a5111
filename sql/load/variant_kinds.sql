-- One name that some articles take for another kind of thing ("Nancy Pelosi" for a place): the kind of most articles.
insert into variant_verdicts
with
parties as (
    select
        p.*,
        r.root_id,
        sum(p.article_count) over (partition by r.root_id) as root_count
    from variant_parties as p
    inner join variant_roots as r on p.entity_id = r.entity_id
),

pairs as (
    select
        a.entity_id,
        b.root_id as other_id,
        a.type,
        b.type as other_type,
        a.article_count,
        b.root_count,
        b.word_count,
        a.is_listed and b.is_listed as is_listed,
        b.is_person and b.word_count = 1 and b.root_id != b.entity_id as is_known_person,
        a.place < q.place as is_before,
        len(a.countries) > 0 and len(b.countries) > 0 and not list_has_any(a.countries, b.countries) as is_elsewhere
    from parties as a
    inner join parties as b
        on lower(a.name) = lower(b.name) and a.type != b.type and a.article_count <= b.root_count
    inner join variant_parties as q on b.root_id = q.entity_id
    where a.root_id = a.entity_id and a.entity_id != b.root_id
),

judged as (
    select
        *,
        case
            when is_listed then 'each is listed under its own name'
            when is_elsewhere then 'different countries'
            when is_before then 'the other name stands first'
            when root_count < 3 * article_count then 'either kind is common'
            when word_count = 1 and not is_known_person then 'a single word'
        end as objection
    from pairs
)

select
    entity_id,
    other_id,
    1.0 as score,
    'kind' as rule,
    objection is null as is_accepted,
    concat(
        objection || ': ', type, ' in ', article_count, ' articles, ', other_type, ' in ', root_count
    ) as reason
from judged
qualify row_number() over (partition by entity_id, other_id order by root_count desc, other_type) = 1
