/**
 * @generated SignedSource<<f700a9cd1ebec95a41c5cbc3eb996e6e>>
 * @lightSyntaxTransform
 */

/* eslint-disable */

'use strict';

var node = (function(){
var v0 = [
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "identification"
  }
],
v1 = [
  {
    "alias": null,
    "args": [
      {
        "kind": "Variable",
        "name": "identification",
        "variableName": "identification"
      }
    ],
    "concreteType": "Contact",
    "kind": "LinkedField",
    "name": "contact",
    "plural": false,
    "selections": [
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "email",
        "storageKey": null
      },
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "id",
        "storageKey": null
      },
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "identification",
        "storageKey": null
      },
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "name",
        "storageKey": null
      }
    ],
    "storageKey": null
  }
];
return {
  "fragment": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Fragment",
    "metadata": null,
    "name": "deskFindCustomerByDocumentQuery",
    "selections": (v1/*:: as any*/),
    "type": "Query",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Operation",
    "name": "deskFindCustomerByDocumentQuery",
    "selections": (v1/*:: as any*/)
  },
  "params": {
    "cacheID": "a211122d77d0ba979d3a13fd2965c349",
    "id": null,
    "metadata": {},
    "name": "deskFindCustomerByDocumentQuery",
    "operationKind": "query",
    "text": "query deskFindCustomerByDocumentQuery(\n  $identification: String!\n) {\n  contact(identification: $identification) {\n    email\n    id\n    identification\n    name\n  }\n}\n"
  }
};
})();

node.hash = "e8ce6508de8dc8c5be7e9d72ab0862b9";

export default node;
