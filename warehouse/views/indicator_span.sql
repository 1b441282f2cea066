-- Question: what do reports say of several years together?
-- One row for each figure whose period covers parts of more than one year: 2021年以来全县受理纠纷21230件, with its first and last
-- year. Such a figure stands in no series of single years, and is divided among none.
-- Caveats: 2021年以来 in a report of 2023 is read up to the end of that year; `qualifier` and `scope` as in fact_indicator.
CREATE OR REPLACE VIEW indicator_span AS
SELECT
    figure.region_code,
    region.full_name AS region_name,
    region.name AS region_short,
    region.level,
    figure.indicator_id,
    dim_indicator.name_zh,
    figure.first_year,
    figure.year AS last_year,
    figure.report_year,
    figure.value,
    figure.unit,
    figure.qualifier,
    figure.scope,
    figure.period_start,
    figure.period_end,
    figure.part_of,
    figure.check_status,
    figure.confidence,
    figure.judged,
    figure.quote,
    figure.sentence,
    figure.report_id,
    figure.fact_id
FROM indicator_figure AS figure ANTI JOIN sample_aside USING (report_id)
LEFT JOIN dim_indicator ON dim_indicator.indicator_id = figure.indicator_id
LEFT JOIN region_latest AS region ON region.code = figure.region_code
-- What `place` implies of the facts alone: most are left out before anything is joined.
WHERE figure.place = 'span' AND figure.period_start < make_date(figure.report_year, 1, 1);
COMMENT ON VIEW indicator_span IS '跨年数：所涵盖时期跨多个年份的数字，每个一行，载明首年和末年；不入逐年序列，也不分摊';
COMMENT ON COLUMN indicator_span.region_code IS '行政区划代码，GB/T 2260 六位数字；报告未载明时为空';
COMMENT ON COLUMN indicator_span.region_name IS '行政区划全称，取最近的名称';
COMMENT ON COLUMN indicator_span.region_short IS '行政区划本名，不带上级，如 通城县；各地有同名者，以代码为准';
COMMENT ON COLUMN indicator_span.level IS '层级：province 省级，prefecture 地级，county 县级';
COMMENT ON COLUMN indicator_span.indicator_id IS '指标编号，见 dim_indicator';
COMMENT ON COLUMN indicator_span.name_zh IS '指标名称';
COMMENT ON COLUMN indicator_span.first_year IS '数字所说时期的首年（公历年）';
COMMENT ON COLUMN indicator_span.last_year IS '数字所说时期的末年（公历年）';
COMMENT ON COLUMN indicator_span.report_year IS '报告所述年份（公历年），同 fact_indicator.year';
COMMENT ON COLUMN indicator_span.value IS '数值，单位见 unit 列';
COMMENT ON COLUMN indicator_span.unit IS '数值的基本单位';
COMMENT ON COLUMN indicator_span.qualifier IS '数值的限定：exact over about at_least at_most，同 fact_indicator';
COMMENT ON COLUMN indicator_span.scope IS '口径：government 本级政府，region 全域，department 部门；看不出时为空';
COMMENT ON COLUMN indicator_span.period_start IS '数字所涵盖时期的首日';
COMMENT ON COLUMN indicator_span.period_end IS '数字所涵盖时期的末日（含当日）';
COMMENT ON COLUMN indicator_span.part_of IS '本数是哪一个事实的一部分（其中…），取其 fact_id；不是部分数时为空';
COMMENT ON COLUMN indicator_span.check_status IS '核对结果：consistent 相符，inconsistent 不符；无从核对时为空';
COMMENT ON COLUMN indicator_span.confidence IS '把握（0 至 1 的比例）';
COMMENT ON COLUMN indicator_span.judged IS '人的判断：right、changed 或 rejected，同 fact_indicator；未经判断时为空';
COMMENT ON COLUMN indicator_span.quote IS '原文中的数字，照原文';
COMMENT ON COLUMN indicator_span.sentence IS '数字所在的句子，照原文';
COMMENT ON COLUMN indicator_span.report_id IS '所属报告，见 report 表';
COMMENT ON COLUMN indicator_span.fact_id IS '事实编号，见 fact_indicator';
