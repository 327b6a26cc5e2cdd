/** What peers tell of shares and users after the fact: {@code POST /notifications}. */
package io.ocmfed.runtime.notification;
