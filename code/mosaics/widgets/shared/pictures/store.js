// What a reader keeps in this browser: one value, under one name, until it is forgotten.
const DATABASE = "mosaics-own-pictures";
const STORE = "kept";
const KEY = "set";

/**
 * One step in the browser's database; an error where the browser keeps nothing
 * @template T
 * @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => IDBRequest<T>} step
 * @returns {Promise<T>}
 */
function within(mode, step) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(DATABASE, 1); // may throw: then the promise is rejected too
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result,
        transaction = database.transaction(STORE, mode),
        request = step(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
      database.close(); // once the transaction has ended
    };
  });
}

/** @param {unknown} value */
export const keep = (value) => within("readwrite", (store) => store.put(value, KEY));

/** What is kept, or undefined. @returns {Promise<unknown>} */
export const kept = () => within("readonly", (store) => store.get(KEY));

export const forget = () => within("readwrite", (store) => store.delete(KEY));
