package io.ocmfed.runtime.trust;

import io.ocmfed.runtime.peer.TrustBook;
import io.ocmfed.runtime.store.Store;
import io.ocmfed.runtime.store.TrustRecord;
import java.util.List;
import java.util.Optional;

/** The trusts as the store has them at that moment: no cache, so that a withdrawn one is gone. */
public final class StoredTrustBook implements TrustBook {

  private final Store store;

  public StoredTrustBook(Store store) {
    this.store = store;
  }

  @Override
  public Optional<Trust> find(String domain) {
    return store.inTransaction(tx -> tx.trusts().byDomain(domain)).map(TrustRecord::trust);
  }

  @Override
  public List<Trust> all() {
    return store.inTransaction(tx -> tx.trusts().all()).stream().map(TrustRecord::trust).toList();
  }
}
