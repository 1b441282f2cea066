-- What is known of each address that was ever asked for, the files that pages carry, and how figures changed.

CREATE TABLE address (
    url VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    page_id VARCHAR,
    etag VARCHAR,
    last_modified VARCHAR,
    content_type VARCHAR,
    archive_file VARCHAR,
    archive_offset BIGINT,
    status INTEGER,
    checked_at TIMESTAMP NOT NULL,
    changed_at TIMESTAMP,
    gone_since TIMESTAMP
);
COMMENT ON TABLE address IS '抓取台账：请求过的每个网址一行，记其最近一次给出的内容，供下次只取有变的；栏目和附件也在内';
COMMENT ON COLUMN address.url IS '网址，照来源所给';
COMMENT ON COLUMN address.source IS '来源名称，见 seeds/sources.csv；直接给出网址的，即该网址';
COMMENT ON COLUMN address.kind IS '种类：listing 栏目页，report 报告页，attachment 附件';
COMMENT ON COLUMN address.page_id IS '最近一次给出的内容，即其字节的 SHA-256（64 位十六进制）；从未取得时为空';
COMMENT ON COLUMN address.etag IS '该内容的 ETag 首部，下次以 If-None-Match 询问';
COMMENT ON COLUMN address.last_modified IS '该内容的 Last-Modified 首部，下次以 If-Modified-Since 询问';
COMMENT ON COLUMN address.content_type IS '该内容的 Content-Type 首部';
COMMENT ON COLUMN address.archive_file IS '该内容的存档文件';
COMMENT ON COLUMN address.archive_offset IS '该内容在存档文件中的起点（字节）';
COMMENT ON COLUMN address.status IS '最近一次的 HTTP 状态码；没有应答时为空';
COMMENT ON COLUMN address.checked_at IS '最近一次询问的时间（协调世界时）';
COMMENT ON COLUMN address.changed_at IS '内容最近一次变化的时间（协调世界时）；从未取得时为空';
COMMENT ON COLUMN address.gone_since IS '页面撤下（404、410 或转到错误页）始于何时（协调世界时）；在线时为空';

CREATE TABLE attachment (
    page_id VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    attachment_url VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    cover_page_id VARCHAR NOT NULL,
    cover_content_type VARCHAR,
    cover_file VARCHAR NOT NULL,
    cover_offset BIGINT NOT NULL
);
COMMENT ON TABLE attachment IS '正文在附件中的报告：附件与所挂页面，每份附件一行；报告的 page_id 为附件的字节，url 为所挂页面的网址';
COMMENT ON COLUMN attachment.page_id IS '附件字节的 SHA-256（64 位十六进制），见 page 表';
COMMENT ON COLUMN attachment.url IS '所挂页面的网址，与 page.url、report.url 相同';
COMMENT ON COLUMN attachment.attachment_url IS '附件的网址';
COMMENT ON COLUMN attachment.title IS '附件的链接文字';
COMMENT ON COLUMN attachment.cover_page_id IS '所挂页面字节的 SHA-256（64 位十六进制）；标题、日期、来源由该页读得';
COMMENT ON COLUMN attachment.cover_content_type IS '所挂页面的 Content-Type 首部';
COMMENT ON COLUMN attachment.cover_file IS '所挂页面的存档文件';
COMMENT ON COLUMN attachment.cover_offset IS '所挂页面在存档文件中的起点（字节）';

CREATE TABLE revision (
    report_id VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    old_page_id VARCHAR NOT NULL,
    new_page_id VARCHAR NOT NULL,
    noticed_at TIMESTAMP NOT NULL,
    change VARCHAR NOT NULL,
    indicator_id VARCHAR,
    label VARCHAR,
    unit VARCHAR,
    old_value DOUBLE,
    new_value DOUBLE,
    old_quote VARCHAR,
    new_quote VARCHAR,
    old_sentence VARCHAR,
    new_sentence VARCHAR,
    parser_version VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL
);
COMMENT ON TABLE revision IS '同一网址上报告的修改：新旧两版之间每个有变的数字一行；只改文字、不改数字的，整版一行（wording）。页面外壳的变化不算修改';
COMMENT ON COLUMN revision.report_id IS '所属报告，见 report 表';
COMMENT ON COLUMN revision.url IS '网址';
COMMENT ON COLUMN revision.old_page_id IS '旧版页面，见 page 表';
COMMENT ON COLUMN revision.new_page_id IS '新版页面，见 page 表';
COMMENT ON COLUMN revision.noticed_at IS '发现修改的时间，即取得新版的时间（协调世界时）';
COMMENT ON COLUMN revision.change IS '变化：changed 数字改了，added 新增，removed 删去，wording 只改了文字';
COMMENT ON COLUMN revision.indicator_id IS '指标编号，见 dim_indicator；目录之外为空';
COMMENT ON COLUMN revision.label IS '所计为何';
COMMENT ON COLUMN revision.unit IS '基本单位';
COMMENT ON COLUMN revision.old_value IS '旧值，按基本单位；新增的数字为空';
COMMENT ON COLUMN revision.new_value IS '新值，按基本单位；删去的数字为空';
COMMENT ON COLUMN revision.old_quote IS '旧版原文中的数字';
COMMENT ON COLUMN revision.new_quote IS '新版原文中的数字';
COMMENT ON COLUMN revision.old_sentence IS '旧版的原句';
COMMENT ON COLUMN revision.new_sentence IS '新版的原句';
COMMENT ON COLUMN revision.parser_version IS '比较时所用解析规则的版本，新旧两版都由它读出';
COMMENT ON COLUMN revision.run_id IS '发现修改的运行，见 run 表';
