import { Link, Route, Router, Switch } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { CasePage } from './cases/CasePage';
import { CustomerPage } from './customer/CustomerPage';
import { SearchPage } from './customer/SearchPage';
import { NewCasePage } from './newCase/NewCasePage';
import { QueuePage } from './queue/QueuePage';
import { QuotaCorner } from './quota/QuotaCorner';

/** The desk's pages. Their addresses stand behind `#`, so that any web server can serve them. */
export function App() {
  return (
    <Router hook={useHashLocation}>
      <header className="top">
        <h1>Mesa de casos</h1>
        <nav>
          <Link href="/">Clientes</Link>
          <Link href="/cola">Cola</Link>
        </nav>
        <QuotaCorner />
      </header>
      <main>
        <Switch>
          <Route path="/">
            <SearchPage />
          </Route>
          <Route path="/clientes/:id">{({ id }) => <CustomerPage key={id} id={id} />}</Route>
          <Route path="/clientes/:id/caso-nuevo">{({ id }) => <NewCasePage key={id} contactId={id} />}</Route>
          <Route path="/casos/:id">{({ id }) => <CasePage key={id} id={id} />}</Route>
          <Route path="/cola">
            <QueuePage />
          </Route>
          <Route>
            <p>Esta página no existe.</p>
          </Route>
        </Switch>
      </main>
    </Router>
  );
}
