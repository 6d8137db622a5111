-- Names of one word that articles use for a longer one which they give as well: family names, acronyms, firms without
-- the rest. One longer name must have most such articles, and most articles of those who bear the word, and in either
-- case many times as many as the next one.
insert into variant_verdicts
with
rule as (
    select
        0.75 as min_share,
        8 as min_times,
        3 as min_person_count,
        2 as min_firm_count,
        5 as min_neighbours,
        10 as sure_count,
        100 as rare_count
),

shorts as (
    select
        *,
        lower(replace(name, '.', '')) as text
    from variant_parties
    where
        not is_listed
        and word_count = 1
        and length(plain) > 1
        and generation = ''
        and type in ('person', 'organisation')
),

-- What stands in a text for an entity with another name.
said as (
    select
        m.entity_id,
        lower(replace(m.text, '.', '')) as text,
        m.article_id
    from mentions as m
    semi join shorts as s on lower(replace(m.text, '.', '')) = s.text
    where not contains(m.text, ' ') and m.label is not null and m.rule != 'short department'
),

uses as (
    select
        s.is_person,
        case when s.is_person then s.sound else s.plain end as word,
        r.root_id,
        count(distinct a.article_id) as use_count
    from said as a
    inner join shorts as s on a.text = s.text
    inner join variant_roots as r on a.entity_id = r.entity_id
    inner join variant_parties as p on a.entity_id = p.entity_id
    where
        p.word_count > 1
        and p.is_person = s.is_person
        and p.type in ('person', 'organisation', 'media', 'group')
    group by all
),

bearers as (
    select
        p.is_person,
        unnest(case when p.is_person then list_distinct([p.first, p.last]) else [p.first] end) as word,
        r.root_id,
        p.article_count
    from variant_parties as p
    inner join variant_roots as r on p.entity_id = r.entity_id
    where p.word_count > 1
),

-- A name that one article has is as often none ("Watch Smith").
borne as (
    select
        is_person,
        word,
        root_id,
        sum(article_count) as article_count
    from bearers
    group by is_person, word, root_id
    having sum(article_count) > 1
),

ranked as (
    select
        *,
        sum(article_count) over word_rows as all_count,
        max(article_count) over others as next_count
    from borne
    window
        word_rows as (partition by is_person, word),
        others as (
            partition by is_person, word
            order by article_count desc, root_id
            rows between 1 following and unbounded following
        )
),

candidates as (
    select
        s.entity_id,
        u.root_id as other_id,
        s.name,
        s.is_person,
        s.is_short,
        s.article_count,
        s.place < q.place as is_before,
        q.name as other_name,
        q.last = s.sound as is_last,
        q.is_listed,
        q.article_count as other_count,
        not(s.is_person or s.is_short) as is_firm,
        q.first = s.plain as is_head,
        s.is_short and not s.is_person and s.plain = q.initials
        and (length(s.plain) > 3 or (u.use_count > 1 and u.use_count * 3 >= s.article_count)) as is_spelt_out,
        u.use_count,
        sum(u.use_count) over (partition by s.entity_id) as all_uses,
        max(u.use_count) over (
            partition by s.entity_id
            order by u.use_count desc, u.root_id
            rows between 1 following and unbounded following
        ) as next_uses,
        coalesce(b.article_count / b.all_count, 1) as borne_share,
        coalesce(b.article_count / nullif(b.next_count, 0), 1000) as borne_times,
        jaro_winkler_similarity(s.plain, q.plain) as score,
        len(s.countries) > 0 and len(q.countries) > 0 and not list_has_any(s.countries, q.countries) as is_elsewhere,
        array_to_string(s.countries, ' ') || ' and ' || array_to_string(q.countries, ' ') as both_countries
    from shorts as s
    inner join uses as u on s.is_person = u.is_person and u.word = case when s.is_person then s.sound else s.plain end
    inner join variant_parties as q on u.root_id = q.entity_id
    left join ranked as b on s.is_person = b.is_person and u.word = b.word and u.root_id = b.root_id
    where s.entity_id != u.root_id
),

objections as (
    select
        c.*,
        case
            when c.is_elsewhere then 'different countries: ' || c.both_countries
            when
                c.use_count < r.min_share * c.all_uses or c.use_count < r.min_times * coalesce(c.next_uses, 0)
                then 'stands for others as well'
            when
                (c.is_person or not c.is_short) and (c.borne_share < r.min_share or c.borne_times < r.min_times)
                then 'others bear the name'
            when c.is_firm and c.is_listed and not c.is_head then 'a common word'
            when c.is_firm and c.use_count < r.min_firm_count then 'too few articles say so'
            when
                c.use_count < r.min_person_count and c.is_person
                and not (c.is_last and c.borne_share = 1 and c.other_count >= r.min_person_count)
                then 'too few articles say so'
            when c.is_person and not c.is_last and c.use_count * 2 < c.article_count then 'a first name alone'
        end as objection,
        row_number() over (partition by c.entity_id order by c.use_count desc, c.other_id) as number
    from candidates as c
    cross join rule as r
),

-- Rare names that stand with the short and with the long one; asked where only the number of articles is against it.
doubtful as (
    select
        c.entity_id,
        c.other_id as root_id
    from objections as c
    cross join rule as r
    where c.objection is null and c.use_count < r.sure_count
),

ends as (
    select entity_id from doubtful
    union
    select root_id as entity_id from doubtful
),

rare as (
    select e.entity_id
    from entities as e
    cross join rule as r
    where e.article_count between 2 and r.rare_count
),

neighbours as (
    select distinct
        a.entity_id,
        n.entity_id as neighbour_id
    from article_entities as a
    semi join ends as e on a.entity_id = e.entity_id
    inner join article_entities as n on a.article_id = n.article_id and a.entity_id != n.entity_id
    semi join rare as r on n.entity_id = r.entity_id
),

shared as (
    select
        d.entity_id,
        d.root_id,
        count(*) as neighbour_count
    from doubtful as d
    inner join neighbours as a on d.entity_id = a.entity_id
    inner join neighbours as b on d.root_id = b.entity_id and a.neighbour_id = b.neighbour_id
    where a.neighbour_id not in (d.entity_id, d.root_id)
    group by d.entity_id, d.root_id
),

judged as (
    select
        o.*,
        coalesce(n.neighbour_count, 0) as neighbour_count,
        coalesce(
            o.objection,
            case
                when
                    o.is_person
                    and o.use_count < r.min_person_count
                    and coalesce(n.neighbour_count, 0) < r.min_neighbours
                    then 'too few articles say so'
                when
                    o.use_count < r.sure_count
                    and coalesce(n.neighbour_count, 0) < o.article_count
                    and not o.is_spelt_out
                    then 'nothing else connects them'
            end
        ) as last_objection
    from objections as o
    cross join rule as r
    left join shared as n on o.entity_id = n.entity_id and o.other_id = n.root_id
)

select
    case when is_before then other_id else entity_id end as entity_id,
    case when is_before then entity_id else other_id end as other_id,
    score,
    case when is_person then 'family name' when is_short then 'acronym' else 'short form' end as rule,
    last_objection is null as is_accepted,
    concat(
        last_objection || ': ', '"', name, '" is ', other_name, ' in ', use_count, ' of ', all_uses,
        ' articles that give a full name',
        case when neighbour_count > 0 then '; ' || neighbour_count || ' rare names beside both' end
    ) as reason
from judged
where last_objection is null or number <= 3
