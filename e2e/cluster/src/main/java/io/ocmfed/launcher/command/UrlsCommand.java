package io.ocmfed.launcher.command;

import io.ocmfed.launcher.Checkout;
import io.ocmfed.launcher.Cloud;
import io.ocmfed.launcher.DemoUser;
import io.ocmfed.launcher.Urls;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "urls",
    mixinStandardHelpOptions = true,
    description = "Shows how to reach what is up: kubeconfig, CA, URLs, users and passwords.")
final class UrlsCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Option(names = "--json", description = "As JSON.")
  boolean json;

  @Override
  public Integer call() throws IOException {
    Urls urls = Urls.read(Checkout.find());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(urls.json());
      return 0;
    }
    out.println("kubeconfig  " + urls.kubeconfig());
    out.println("CA          " + urls.caFile());
    for (Cloud cloud : urls.clouds()) {
      out.println();
      out.println(cloud.name() + " (namespace " + cloud.namespace() + ")");
      out.println("  domain  " + cloud.domain());
      out.println("  OCM     " + cloud.ocm());
      out.println("  Graph   " + cloud.graph());
      out.println("  WebDAV  " + cloud.webdav());
      out.println("  admin   " + cloud.admin());
      for (DemoUser user : cloud.users()) {
        out.println(
            "  user    %s, password %s (%s)"
                .formatted(user.login(), user.password(), user.displayName()));
      }
    }
    return 0;
  }
}
