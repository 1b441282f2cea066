-- Question: of which year does each named figure speak, and may it stand in a series at all?
-- One row for each figure with an indicator. `place`, the first that holds:
--   other_body  the report is of a department, township or zone (which share their government's code), or its level is unknown
--   no_region, no_year   the report does not tell for where or when
--   rejected    a person said that it is no such figure; garbled: the page lost characters here; no_value
--   change, rank   同比下降18.5%, 全省第2位: a statement about figures (see year_on_year), not one
--   own_year    its period lies within the report's year, or is not stated
--   ahead       its period ends after the report's year: 2024年拟…, 到2025年: a plan, or a count that had not ended
--   other_year  its period lies within one former year: 2022年收到51件 in the report of 2023
--   span        its period covers parts of several years: 2021年以来受理21230件
-- `rank_key` orders figures of one region, indicator and year as indicator_candidate says.
-- Caveats: the ground of indicator_candidate, indicator_restated, indicator_span and figure_standing; analysts start from those.
CREATE OR REPLACE VIEW indicator_figure AS
WITH named AS (
    SELECT
        fact.*,
        coalesce(report.is_sample, false) AS is_sample,
        report.state,
        report.source_kind,
        report.level
    FROM fact_indicator AS fact JOIN report ON report.report_id = fact.report_id
    WHERE fact.indicator_id IS NOT NULL
)
SELECT
    region_code,
    indicator_id,
    year AS report_year,
    CASE WHEN period_end IS NULL THEN year ELSE year(period_end)::SMALLINT END AS year,
    CASE WHEN period_start IS NULL THEN year ELSE year(period_start)::SMALLINT END AS first_year,
    CASE
        WHEN level IS NULL OR level NOT IN ('province', 'prefecture', 'county') THEN 'other_body'
        WHEN region_code IS NULL THEN 'no_region'
        WHEN year IS NULL THEN 'no_year'
        WHEN judged IS NOT DISTINCT FROM 'rejected' THEN 'rejected'
        WHEN check_status IS NOT DISTINCT FROM 'garbled' AND judged IS NULL THEN 'garbled'
        WHEN value IS NULL THEN 'no_value'
        WHEN kind NOT IN ('level', 'rate') THEN kind
        WHEN period_start IS NULL OR (year(period_start) = year AND year(period_end) = year) THEN 'own_year'
        WHEN year(period_end) > year THEN 'ahead'
        WHEN year(period_start) = year(period_end) THEN 'other_year'
        ELSE 'span'
    END AS place,
    fact_id,
    report_id,
    value,
    unit,
    kind,
    qualifier,
    scope,
    period_start,
    period_end,
    check_status,
    confidence,
    judged,
    quote,
    sentence,
    seq,
    part_of,
    is_sample,
    1000000000000 * (
    -- A report of which a part is missing, and the project's own sample pages: after all others.
    1000000 * is_sample::BIGINT
    + 500000 * (state IS NOT DISTINCT FROM 'incomplete')::BIGINT
    -- What recognition read of a picture: behind every text.
    + 300000 * (source_kind IS NOT DISTINCT FROM 'ocr')::BIGINT
    + CASE
        WHEN period_start IS NULL THEN 100000
        WHEN datediff('day', period_start, period_end) >= 364 THEN 0
        ELSE 200000
    END
    + 10000 * CASE
        WHEN length(report_id) = 11 THEN 0
        ELSE least(coalesce(TRY_CAST(substring(report_id, 13) AS INTEGER), 9), 9)
    END
    + 1000 * CASE scope WHEN 'region' THEN 0 WHEN 'government' THEN 2 WHEN 'department' THEN 3 ELSE 1 END
    + 100 * (part_of IS NOT NULL)::INTEGER
    + 10 * (qualifier <> 'exact')::INTEGER
    + 2 * (check_status IS NOT DISTINCT FROM 'inconsistent')::INTEGER
    + {doubtful}::INTEGER)
    + 100000 * CASE WHEN kind = 'level' AND value > 0 THEN 900000 - least(floor(20000 * ln(value + 1)), 900000)::BIGINT ELSE 900000 END
    + seq AS rank_key
FROM named;
COMMENT ON VIEW indicator_figure IS '有指标的每个数字一行：说的是哪一年，能否进入序列；是 indicator_candidate、indicator_restated、indicator_span、figure_standing 的依据，查询请用后者';
COMMENT ON COLUMN indicator_figure.region_code IS '行政区划代码，GB/T 2260 六位数字；报告未载明时为空';
COMMENT ON COLUMN indicator_figure.indicator_id IS '指标编号，见 dim_indicator';
COMMENT ON COLUMN indicator_figure.report_year IS '报告所述年份（公历年），同 fact_indicator.year';
COMMENT ON COLUMN indicator_figure.year IS '数字所说时期的末年（公历年）；未载明时期的取报告年份';
COMMENT ON COLUMN indicator_figure.first_year IS '数字所说时期的首年（公历年）';
COMMENT ON COLUMN indicator_figure.place IS '归处：own_year 本年，other_year 他年，span 跨年；不入序列的：other_body 部门乡镇等的报告，no_region 地区不明，no_year 年份不明，rejected 经人否定，garbled 原文缺字，no_value 无值，change 变化，rank 位次，ahead 将来';
COMMENT ON COLUMN indicator_figure.fact_id IS '事实编号，见 fact_indicator';
COMMENT ON COLUMN indicator_figure.report_id IS '所属报告，见 report 表';
COMMENT ON COLUMN indicator_figure.value IS '数值，单位见 unit 列';
COMMENT ON COLUMN indicator_figure.unit IS '数值的基本单位';
COMMENT ON COLUMN indicator_figure.kind IS '数的性质：level 数量，rate 比率，change 变化，rank 位次';
COMMENT ON COLUMN indicator_figure.qualifier IS '数值的限定：exact over about at_least at_most，同 fact_indicator';
COMMENT ON COLUMN indicator_figure.scope IS '口径：government 本级政府，region 全域，department 部门；看不出时为空';
COMMENT ON COLUMN indicator_figure.period_start IS '数字所涵盖时期的首日';
COMMENT ON COLUMN indicator_figure.period_end IS '数字所涵盖时期的末日（含当日）';
COMMENT ON COLUMN indicator_figure.check_status IS '核对结果：consistent 相符，inconsistent 不符；无从核对时为空';
COMMENT ON COLUMN indicator_figure.confidence IS '把握（0 至 1 的比例）';
COMMENT ON COLUMN indicator_figure.judged IS '人的判断：right、changed 或 rejected，同 fact_indicator；未经判断时为空';
COMMENT ON COLUMN indicator_figure.quote IS '原文中的数字，照原文';
COMMENT ON COLUMN indicator_figure.sentence IS '数字所在的句子，照原文';
COMMENT ON COLUMN indicator_figure.seq IS '事实在报告中的次序，从 1 起';
COMMENT ON COLUMN indicator_figure.part_of IS '本数是哪一个事实的一部分（其中…），取其 fact_id；不是部分数时为空';
COMMENT ON COLUMN indicator_figure.is_sample IS '是否出自本程序自带的示例网页';
COMMENT ON COLUMN indicator_figure.rank_key IS '取舍次序，小者先取：时期、报告、口径、总分、限定、核对、把握、数值（比率不计）、出现先后';
