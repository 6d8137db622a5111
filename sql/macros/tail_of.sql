-- Chebyshev approximation of the complementary error function, relative error below 1.2e-7 everywhere: small
-- probabilities keep their order.
create or replace macro tail_of(z) as (
    with
    sides as (
        select
            abs(z::double) / sqrt(2) as x,
            1 / (1 + abs(z::double) / sqrt(8)) as t
    )

    select
        t * exp(
            -x * x - 1.26551223 + t * (1.00002368 + t * (0.37409196 + t * (0.09678418 + t * (
                -0.18628806 + t * (0.27886807 + t * (-1.13520398 + t * (1.48851587 + t * (
                    -0.82215223 + t * 0.17087277
                ))))
            ))))
        )
    from sides
);

comment on macro tail_of is  -- noqa: PRS
'Probability that chance puts a standard normal value as far from 0 as z, on either side; tail_of(1.96) is 0.05.';
