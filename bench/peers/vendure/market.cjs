// Vendure as its own starter sets it up, on PostgreSQL: shop API, default search, dummy payment.
const {
  bootstrap, DefaultJobQueuePlugin, DefaultLogger, DefaultSearchPlugin, dummyPaymentHandler,
  JobQueueService, LanguageCode, LogLevel,
} = require('@vendure/core');
const { populate } = require('@vendure/core/cli');

const { PEER_DATABASE, PEER_SOCKET, PEER_USER, PEER_PASSWORD, PEER_DB_PORT } = process.env;
const port = Number(process.env.PEER_PORT);

const config = {
  apiOptions: { port, hostname: '127.0.0.1', adminApiPath: 'admin-api', shopApiPath: 'shop-api' },
  authOptions: {
    tokenMethod: 'bearer', requireVerification: false, disableAuth: false,
    superadminCredentials: { identifier: 'superadmin', password: 'superadmin' },
    cookieOptions: { secret: 'benchmark' },
  },
  dbConnectionOptions: {
    type: 'postgres', synchronize: process.env.PEER_SEED === '1', logging: false,
    database: PEER_DATABASE, host: PEER_SOCKET, port: Number(PEER_DB_PORT), username: PEER_USER,
    password: PEER_PASSWORD,
  },
  importExportOptions: { importAssetsDir: __dirname },
  logger: new DefaultLogger({ level: LogLevel.Error }),
  orderOptions: { orderItemsLimit: 100000, orderLineItemsLimit: 100000 },
  paymentOptions: { paymentMethodHandlers: [dummyPaymentHandler] },
  plugins: [
    DefaultJobQueuePlugin.init({ useDatabaseForBuffer: true, pollInterval: 1000 }),
    DefaultSearchPlugin.init({ bufferUpdates: false, indexStockStatus: false }),
  ],
};

const initial = {
  defaultLanguage: LanguageCode.en,
  defaultZone: 'Asia',
  countries: [{ name: 'China', code: 'CN', zone: 'Asia' }],
  taxRates: [{ name: 'Standard Tax', percentage: 0 }],
  shippingMethods: [{ name: 'Standard Shipping', price: 0 }],
  paymentMethods: [
    { name: 'Pay', handler: { code: dummyPaymentHandler.code,
      arguments: [{ name: 'automaticSettle', value: 'true' }] } },
  ],
  collections: [],
};

if (process.env.PEER_SEED === '1') {
  populate(() => bootstrap(config), initial, process.env.PEER_CSV)
    .then((app) => app.close())
    .then(() => process.exit(0), (error) => { console.error(error); process.exit(1); });
} else {
  bootstrap(config).then((app) => app.get(JobQueueService).start());
}
